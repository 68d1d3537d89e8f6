package dev.bulwark.stage;

import dev.bulwark.data.WholeFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The metrics of a running stage: one JSON object a line, each flushed when it is written. */
final class Metrics implements AutoCloseable {
  private final Path file;
  private final BufferedWriter writer;

  private Metrics(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Opens a fresh file beside a stage's folder, which does not exist before the stage is done. */
  static Metrics beside(Path output) {
    Path file = output.resolveSibling(output.getFileName() + ".metrics.jsonl");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return new Metrics(file, Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw WholeFile.unwritable(file, e);
    }
  }

  Path file() {
    return file;
  }

  void append(String line) {
    try {
      writer.write(line);
      writer.newLine();
      writer.flush();
    } catch (IOException e) {
      throw WholeFile.unwritable(file, e);
    }
  }

  /** Removes the file once the stage's folder holds a copy. */
  void drop() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't remove " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't close " + file, e);
    }
  }
}
