package dev.bulwark.stage;

import dev.bulwark.data.StageMetrics;
import dev.bulwark.data.WholeFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The metrics of a running stage: one JSON object a step, each flushed when it is written. */
final class Metrics implements AutoCloseable {
  private final Path file;
  private Optional<BufferedWriter> writer = Optional.empty();

  Metrics(Path file) {
    this.file = file;
  }

  /** Keeps the lines of so many steps from a part of the run that was cut off. */
  void keep(long steps) {
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      List<String> kept = lines.stream().limit(steps).toList();
      WholeFile.write(file, String.join("", kept.stream().map(line -> line + "\n").toList()));
    } catch (IOException e) {
      throw WholeFile.unwritable(file, e);
    }
  }

  /** Copies the finished file into a stage's folder. */
  void copyInto(Path folder) {
    WholeFile.write(folder.resolve(StageMetrics.FILE), out -> Files.copy(file, out));
  }

  void append(String line) {
    try {
      if (writer.isEmpty()) {
        writer =
            Optional.of(
                Files.newBufferedWriter(
                    file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      }
      BufferedWriter out = writer.get();
      out.write(line);
      out.newLine();
      out.flush();
    } catch (IOException e) {
      throw WholeFile.unwritable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      if (writer.isPresent()) {
        writer.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Can't close " + file, e);
    }
  }
}
