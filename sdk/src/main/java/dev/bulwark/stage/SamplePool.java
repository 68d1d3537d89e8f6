package dev.bulwark.stage;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.WholeFile;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The answers of all sampling rounds, in one file of JSON Lines that only grows.
 *
 * <p>Lines are written whole and flushed to the disk before anybody counts on them; half a line
 * that a kill left at the end is cut off. One run at a time has the file.
 */
final class SamplePool implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private final Path file;
  private final FileOutputStream out;

  private SamplePool(Path file, FileOutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Opens a pool, which is made where it is missing.
   *
   * @throws BadInput where another run has it, or its place is not writable
   */
  static SamplePool open(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      FileOutputStream out = new FileOutputStream(file.toFile(), true);
      if (isFree(out)) {
        dropTornLine(file);
        return new SamplePool(file, out);
      }
      out.close();
    } catch (IOException e) {
      throw WholeFile.unwritable(file, e);
    }
    throw BadInput.in(
        file,
        "Another run is at work on this pool of answers",
        "Wait for it to end, or name another pool");
  }

  /** Locks a byte that no line will reach, so that the lines stay readable everywhere. */
  private static boolean isFree(FileOutputStream out) throws IOException {
    try {
      return out.getChannel().tryLock(Long.MAX_VALUE - 1, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void dropTornLine(Path file) throws IOException {
    try (RandomAccessFile lines = new RandomAccessFile(file.toFile(), "rw")) {
      long end = lines.length();
      while (end > 0) {
        lines.seek(end - 1);
        if (lines.read() == '\n') {
          break;
        }
        end--;
      }
      lines.setLength(end);
    }
  }

  /** Adds rows; all of them are on the disk afterwards. */
  void append(List<PoolRow> rows) {
    StringBuilder lines = new StringBuilder();
    try {
      for (PoolRow row : rows) {
        lines.append(JSON.writeValueAsString(row)).append('\n');
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of plain values can't be written", e);
    }
    try {
      out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    } catch (IOException e) {
      throw WholeFile.unwritable(file, e);
    }
  }

  /**
   * Shows every row in the order in which they were added.
   *
   * @throws BadInput naming the line that is none
   */
  void forEach(Consumer<PoolRow> each) {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        each.accept(row(line, number));
      }
    } catch (IOException e) {
      throw BadInput.in(file, "The file can't be read: " + e.getMessage(), "Make it readable");
    }
  }

  private PoolRow row(String line, long number) {
    try {
      return JSON.readValue(line, PoolRow.class);
    } catch (JacksonException e) {
      throw BadInput.at(
          file,
          number,
          "The line is no row of a pool of answers",
          "Restore the file, remove the line, or name another pool");
    }
  }

  /** SHA-256 over the rows that stand before the first one of a round: what it can draw on. */
  String before(String round) {
    String[] hash = {Fingerprint.of("")};
    boolean[] reached = {false};
    forEach(
        row -> {
          reached[0] |= row.origin().round().equals(round);
          if (!reached[0]) {
            hash[0] = Fingerprint.of(hash[0] + row);
          }
        });
    return hash[0];
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't close " + file, e);
    }
  }
}
