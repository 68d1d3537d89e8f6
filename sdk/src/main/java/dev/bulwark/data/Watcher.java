package dev.bulwark.data;

/** Told what a person waiting for a run wants to know. Called from the working thread: be quick. */
@FunctionalInterface
public interface Watcher {
  /** Work went on: a training step was taken, a batch of prompts was answered. */
  void progressed(Progress progress);

  /** Something worth one line was decided or finished. */
  default void noted(String line) {}

  /** Watches nothing. */
  static Watcher none() {
    return progress -> {};
  }
}
