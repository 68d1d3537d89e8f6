package dev.bulwark.evaluate;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines of a file, none of them so long that a broken file could fill the memory. */
final class BoundedLines implements Closeable {
  private static final int MAX_BYTES = 4 << 20;

  private final Path file;
  private final InputStream in;
  private long number;

  BoundedLines(Path file) throws IOException {
    this.file = file;
    this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** The next line with its line break where it has one; empty at the end of the file. */
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    number++;
    for (int next = in.read(); next >= 0; next = in.read()) {
      line.write(next);
      if (next == '\n') {
        break;
      }
      if (line.size() > MAX_BYTES) {
        throw new UnusableResults(
            "LINE_TOO_LONG",
            file + ":" + number + " is longer than " + MAX_BYTES + " bytes, too long to be a row.");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new UnusableResults("ENCODING_INVALID", file + ":" + number + " is not UTF-8 text.");
    }
  }

  /** The number of the line that came last, counted from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
