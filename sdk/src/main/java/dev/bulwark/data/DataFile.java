package dev.bulwark.data;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of a data file: those that lie on the disk, or a copy in memory, where they must be the
 * very ones that a hash is of.
 */
final class DataFile {
  /** The end of the name of a file that is to be unzipped. */
  static final String GZ = ".gz";

  private final Path path;
  private final Optional<byte[]> copy;

  private DataFile(Path path, Optional<byte[]> copy) {
    this.path = path;
    this.copy = copy;
  }

  static DataFile on(Path path) {
    return new DataFile(path, Optional.empty());
  }

  static DataFile copied(Path path, byte[] bytes) {
    return new DataFile(path, Optional.of(bytes));
  }

  /** Where it is, for its form and for errors. */
  Path path() {
    return path;
  }

  /** The bytes in memory; empty where they are to be read from the disk. */
  Optional<byte[]> copy() {
    return copy;
  }

  /** Its text, unzipped where its name ends in {@code .gz}. */
  BufferedReader text() throws IOException {
    InputStream bytes =
        copy.isPresent() ? new ByteArrayInputStream(copy.get()) : Files.newInputStream(path);
    InputStream plain =
        path.toString().toLowerCase(Locale.ROOT).endsWith(GZ) ? new GZIPInputStream(bytes) : bytes;
    return new BufferedReader(
        new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
  }
}
