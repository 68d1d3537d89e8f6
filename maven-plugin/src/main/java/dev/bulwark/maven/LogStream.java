package dev.bulwark.maven;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Passes each line that is printed on to a log. */
final class LogStream extends OutputStream {
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Consumer<String> log;

  LogStream(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public void write(int value) {
    if (value == '\n') {
      log.accept(line.toString(StandardCharsets.UTF_8).stripTrailing());
      line.reset();
    } else {
      line.write(value);
    }
  }
}
