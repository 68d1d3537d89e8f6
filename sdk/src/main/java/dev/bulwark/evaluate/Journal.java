package dev.bulwark.evaluate;

import dev.bulwark.data.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes results while a run goes on. The header says "not completed" until {@link #complete}, so
 * that a run killed at any moment can't be taken for a whole one.
 */
final class Journal implements AutoCloseable {
  private final ResultsFile file;
  private final FileChannel channel;

  private Journal(ResultsFile file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Starts over: what lay there before is gone. */
  static Journal open(ResultsFile file, RunHeader header) {
    file.writeHeader(header);
    try {
      Files.deleteIfExists(file.rows());
      return new Journal(
          file,
          FileChannel.open(file.rows(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw WholeFile.unwritable(file.rows(), e);
    }
  }

  void append(List<ItemResult> results) {
    try {
      for (ItemResult result : results) {
        ByteBuffer line = ByteBuffer.wrap(ResultsFile.line(result));
        while (line.hasRemaining()) {
          channel.write(line);
        }
      }
    } catch (IOException e) {
      throw WholeFile.unwritable(file.rows(), e);
    }
  }

  /** Flushes all rows to the disk, and only then says that the run reached its end. */
  void complete(RunHeader header) {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw WholeFile.unwritable(file.rows(), e);
    }
    file.writeHeader(header);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw WholeFile.unwritable(file.rows(), e);
    }
  }
}
