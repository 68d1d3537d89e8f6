package dev.bulwark.evaluate;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes results while a run goes on. The header says "not completed" until {@link #complete}, so
 * that a run killed at any moment can't be taken for a whole one. Rows are only ever appended; what
 * a killed run wrote of its last row is cut off when the next one goes on from it.
 */
final class Journal implements AutoCloseable {
  private final ResultsFile file;
  private final RandomAccessFile rows;
  private final Map<String, ItemResult> kept;

  private Journal(ResultsFile file, RandomAccessFile rows, List<ItemResult> kept) {
    this.file = file;
    this.rows = rows;
    this.kept =
        kept.stream().collect(Collectors.toMap(ItemResult::key, row -> row, (one, other) -> one));
  }

  /**
   * Opens the journal of a run.
   *
   * @param header the run that begins
   * @param resume whether to keep the rows of an unfinished run with the same header; without it,
   *     and where there is none, what lay there before is gone
   * @throws BadInput where the file can't be written, or another run is writing it
   */
  static Journal open(ResultsFile file, RunHeader header, boolean resume) {
    try {
      Files.createDirectories(file.rows().toAbsolutePath().getParent());
      // Not a channel: an interrupt would close it, and look like a disk that can't be written.
      RandomAccessFile rows = new RandomAccessFile(file.rows().toFile(), "rw");
      lock(file, rows);
      ResultsFile.Beginning beginning =
          resume ? file.beginningOf(header) : ResultsFile.Beginning.NONE;
      // Before the header: the rows of one run must never stand under the header of another.
      rows.setLength(beginning.bytes());
      rows.seek(beginning.bytes());
      file.writeHeader(header);
      return new Journal(file, rows, beginning.rows());
    } catch (IOException e) {
      throw WholeFile.unwritable(file.rows(), e);
    }
  }

  private static void lock(ResultsFile file, RandomAccessFile rows) throws IOException {
    boolean free;
    try {
      // Beyond every row, because some systems let nobody read what is locked.
      free = rows.getChannel().tryLock(Long.MAX_VALUE - 1, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      free = false;
    }
    if (!free) {
      rows.close();
      throw BadInput.in(
          file.rows(),
          "Another run is writing these results",
          "Wait for its end, or name another results file");
    }
  }

  /** Rows of the unfinished run that this one goes on from, by their keys. */
  Map<String, ItemResult> kept() {
    return kept;
  }

  void append(List<ItemResult> results) {
    try {
      for (ItemResult result : results) {
        rows.write(ResultsFile.line(result));
      }
    } catch (IOException e) {
      throw WholeFile.unwritable(file.rows(), e);
    }
  }

  /** Flushes all rows to the disk, and only then says that the run reached its end. */
  void complete(RunHeader header) {
    try {
      rows.getFD().sync();
    } catch (IOException e) {
      throw WholeFile.unwritable(file.rows(), e);
    }
    file.writeHeader(header);
  }

  @Override
  public void close() {
    try {
      rows.close();
    } catch (IOException e) {
      throw WholeFile.unwritable(file.rows(), e);
    }
  }
}
