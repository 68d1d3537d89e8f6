package dev.bulwark.model;

import ai.djl.engine.Engine;

/** The engine, whose native library comes as an artifact of its own for each platform. */
public final class Native {
  private Native() {}

  /**
   * The engine. Nothing is ever downloaded for it at run time.
   *
   * @throws IllegalStateException where its native library is not on the class path
   */
  public static Engine engine() {
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    try {
      return Engine.getEngine("PyTorch");
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException(
          "The native library of PyTorch is not on the class path. Add the artifact"
              + " ai.djl.pytorch:pytorch-native-cpu:2.7.1 with the classifier of this platform,"
              + " such as linux-x86_64.",
          e);
    }
  }
}
