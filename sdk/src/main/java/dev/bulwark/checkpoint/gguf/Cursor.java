package dev.bulwark.checkpoint.gguf;

import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads the little-endian values of a header one after the other, never past the file's end. */
final class Cursor {
  private static final long LONGEST_HEADER = 256L << 20;
  private static final String REMEDY = "Copy or download the file again";

  private final Path file;
  private final FileChannel channel;
  private final long end;
  private final ByteBuffer window =
      ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private long filled;

  Cursor(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.end = Math.min(channel.size(), LONGEST_HEADER);
  }

  /** Where the next value lies. */
  long position() {
    return filled - window.remaining();
  }

  /** Bytes that a header may still have. */
  long remaining() {
    return end - position();
  }

  byte int8() throws IOException {
    return atLeast(1).get();
  }

  short int16() throws IOException {
    return atLeast(2).getShort();
  }

  int int32() throws IOException {
    return atLeast(4).getInt();
  }

  long int64() throws IOException {
    return atLeast(8).getLong();
  }

  /** A number of things of which each takes some bytes: as many must still be there. */
  long count(String what, int bytesEach) throws IOException {
    long count = int64();
    if (count < 0 || count > remaining() / bytesEach) {
      throw broken(
          "the number of %s is %s, with %d bytes left"
              .formatted(what, Long.toUnsignedString(count), remaining()));
    }
    return count;
  }

  String text() throws IOException {
    byte[] bytes = new byte[(int) count("bytes in a text", 1)];
    int at = 0;
    while (at < bytes.length) {
      int length = Math.min(bytes.length - at, window.capacity());
      atLeast(length).get(bytes, at, length);
      at += length;
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  BadInput broken(String how) {
    return broken(file, how);
  }

  static BadInput broken(Path file, String how) {
    return BadInput.in(file, "The GGUF file is broken: " + how, REMEDY);
  }

  private ByteBuffer atLeast(int bytes) throws IOException {
    if (window.remaining() < bytes) {
      if (remaining() < bytes) {
        throw broken("it ends within its header, after %d bytes".formatted(end));
      }
      window.compact();
      while (window.position() < bytes) {
        int read = channel.read(window, filled);
        if (read < 0) {
          throw new IOException("the file ends early");
        }
        filled += read;
      }
      window.flip();
    }
    return window;
  }
}
