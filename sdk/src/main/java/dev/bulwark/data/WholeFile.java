package dev.bulwark.data;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
      Files.deleteIfExists(beside);
      Files.createFile(beside);
      // Not a channel: an interrupt would close it, and look like a disk that can't be written.
      try (FileOutputStream out = new FileOutputStream(beside.toFile())) {
        content.writeTo(out);
        out.getFD().sync();
      }
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(target, e);
    } finally {
      dropQuietly(beside);
    }
  }

  /** Writes one text file as UTF-8. */
  public static void write(Path target, String text) {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Removes a file that no longer holds; there need be none.
   *
   * @throws BadInput where it can't be removed
   */
  public static void remove(Path target) {
    try {
      Files.deleteIfExists(target);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** The error for a place that can't be written, with the reason in words. */
  public static BadInput unwritable(Path target, IOException e) {
    return BadInput.in(
        target,
        "The file can't be written: " + reason(e),
        "Free disk space or choose a folder that is writable");
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access denied";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is a file, not a folder";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return String.valueOf(e.getMessage());
  }

  private static void dropQuietly(Path beside) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      // What is left is overwritten the next time; an error that led here is the one to report.
      return;
    }
  }
}
