package dev.bulwark.stage;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two runs out of one folder. The operating system frees it when the process dies. */
final class RunLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks a folder, which is made where it is missing.
   *
   * @throws BadInput where another run has it, in this process or another
   */
  static RunLock on(Path folder) {
    Path file = folder.resolve("lock");
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isFree(channel)) {
        return new RunLock(file, channel);
      }
      channel.close();
    } catch (IOException e) {
      throw WholeFile.unwritable(folder, e);
    }
    throw BadInput.in(
        folder,
        "Another run is at work in this folder",
        "Wait for it to end, or choose another output folder");
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path file() {
    return file;
  }

  boolean is(Path other) {
    return file.equals(other);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't free " + file, e);
    }
  }
}
