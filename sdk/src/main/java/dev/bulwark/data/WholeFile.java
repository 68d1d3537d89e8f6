package dev.bulwark.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that are either whole or not there: beside the target first, flushed to the disk,
 * then renamed. A process killed at any moment leaves the old file or the new one.
 */
public final class WholeFile {
  private WholeFile() {}

  /** What is to be written. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the stream is buffered by the caller where that matters. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes one file and makes the folders above it.
   *
   * @throws BadInput where the place is not writable or the disk is full
   */
  public static void write(Path target, Content content) {
    Path beside = target.resolveSibling("." + target.getFileName() + ".part");
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              beside,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        content.writeTo(Channels.newOutputStream(channel));
        channel.force(true);
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      dropQuietly(beside);
      throw unwritable(target, e);
    }
  }

  /** Writes one text file as UTF-8. */
  public static void write(Path target, String text) {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The error for a place that can't be written, with the reason in words. */
  public static BadInput unwritable(Path target, IOException e) {
    String reason =
        e instanceof AccessDeniedException ? "access denied" : String.valueOf(e.getMessage());
    return BadInput.in(
        target,
        "The file can't be written: " + reason,
        "Free disk space or choose a folder that is writable");
  }

  private static void dropQuietly(Path beside) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      // The error that led here is the one to report.
      return;
    }
  }
}
