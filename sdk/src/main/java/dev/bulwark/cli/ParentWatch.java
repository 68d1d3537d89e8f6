package dev.bulwark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Ends this JVM when its parent is gone. The parent holds our standard input open and writes
 * nothing; the system closes the pipe when the parent dies, however it dies, and we read the end.
 */
final class ParentWatch {
  /** The exit code of a JVM whose parent is gone. */
  static final int ORPHANED = 3;

  private ParentWatch() {}

  static void on(InputStream input) {
    Thread watch = new Thread(() -> awaitEnd(input), "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEnd(InputStream input) {
    try {
      input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A broken pipe says the same as a closed one.
    }
    // Not exit: shutdown hooks of the engine could hang while a kernel runs.
    Runtime.getRuntime().halt(ORPHANED);
  }
}
