package dev.bulwark.data;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the rows of a data file one after the other and keeps none, so that a file may be larger
 * than the memory: JSON Lines, a JSON array of objects ({@code .json}), CSV or TSV with a header
 * (each of them also with {@code .gz}) and Parquet, told apart by the end of the name.
 */
final class Rows {
  private Rows() {}

  /** A form in which rows lie in a file. */
  private interface Form {
    void read(DataFile file, Consumer<Row> row) throws IOException;
  }

  /**
   * Shows every row in the order of the file.
   *
   * @throws BadInput for a missing or empty file and for a row that can't be read
   */
  static void forEach(Path file, Consumer<Row> row) {
    demand(file);
    forEach(DataFile.on(file), row);
  }

  /** Reads a whole file into memory. */
  static <T> List<T> read(Path file, Function<Row, T> record) {
    List<T> records = new ArrayList<>();
    forEach(file, row -> records.add(record.apply(row)));
    return records;
  }

  /** The same with the hash of the bytes that were read, whatever the file holds by then. */
  static <T> HashedRows<T> readHashed(Path file, Function<Row, T> record) {
    demand(file);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    List<T> records = new ArrayList<>();
    forEach(DataFile.copied(file, bytes), row -> records.add(record.apply(row)));
    return new HashedRows<>(records, Fingerprint.of(bytes));
  }

  private static void demand(Path file) {
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(
          file,
          "There is no such file",
          "Check the path; a relative one starts at " + Path.of("").toAbsolutePath());
    }
  }

  private static void forEach(DataFile data, Consumer<Row> row) {
    Path file = data.path();
    long[] count = {0};
    try {
      form(file)
          .read(
              data,
              each -> {
                count[0]++;
                row.accept(each);
              });
    } catch (MalformedInputException e) {
      throw BadInput.in(file, "The file is not UTF-8 text", "Save it as UTF-8");
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    if (count[0] == 0) {
      throw BadInput.in(file, "The file holds no record", "Give it at least one line");
    }
  }

  private static BadInput unreadable(Path file, IOException cause) {
    return BadInput.in(
        file,
        "The file can't be read: " + cause.getMessage(),
        "Make it readable, or copy it again");
  }

  private static Form form(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".parquet")) {
      return Rows::parquet;
    }
    String plain =
        name.endsWith(DataFile.GZ) ? name.substring(0, name.length() - DataFile.GZ.length()) : name;
    if (plain.endsWith(".csv") || plain.endsWith(".tsv")) {
      return new CsvRows(plain.endsWith(".csv") ? ',' : '\t')::read;
    }
    if (plain.endsWith(".json")) {
      return JsonArray::read;
    }
    return JsonLines::read;
  }

  /** The Parquet classes are loaded only where there is such a file: their library is optional. */
  private static void parquet(DataFile data, Consumer<Row> row) throws IOException {
    try {
      ParquetRows.read(data, row);
    } catch (NoClassDefFoundError e) {
      throw BadInput.in(
          data.path(),
          "Parquet files need a library that is not on the class path",
          "Add the dependency blue.strategic.parquet:parquet-floor:2.3, or save the file as JSON"
              + " Lines");
    }
  }
}
