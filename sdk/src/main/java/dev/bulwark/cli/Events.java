package dev.bulwark.cli;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Writes events to whoever started this JVM, each at once and as one line. */
final class Events implements Watcher {
  private final OutputStream out;

  Events(OutputStream out) {
    this.out = out;
  }

  @Override
  public void progressed(Progress progress) {
    say(
        new Event.Progressed(
            progress.stage(),
            progress.done(),
            progress.total(),
            progress.secondsLeft(),
            progress.figures()));
  }

  @Override
  public void noted(String line) {
    say(new Event.Noted(line));
  }

  synchronized void say(Event event) {
    try {
      out.write((event.toLine() + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Nobody reads the events any more", e);
    }
  }
}
