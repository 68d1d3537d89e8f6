package dev.bulwark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows come out the same from every form of file; the Parquet files were written by PyArrow. */
class RowsTest {
  private static final Path PARQUET = Path.of("src/test/resources/data");

  @TempDir Path folder;

  @Test
  void csvCellsMayHoldSeparatorsQuotesAndLineBreaks() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("d.csv"),
            "\uFEFFprompt,completion,category\n\"a,\nb\",\"x \"\"y\"\"\",\n\n c ,ä,water\n");
    assertThat(read(file))
        .containsExactly(
            "2 {\"prompt\":\"a,\\nb\",\"completion\":\"x \\\"y\\\"\",\"category\":null}",
            "5 {\"prompt\":\"c \",\"completion\":\"ä\",\"category\":\"water\"}");
  }

  @Test
  void tsvAndGzippedCsvAreRead() throws IOException {
    Path tsv = Files.writeString(folder.resolve("d.tsv"), "a\tb\n1,5\t2\n");
    Path csv = folder.resolve("d.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(csv))) {
      out.write("a,b\r\n\"1,5\",2\r\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(tsv)).isEqualTo(read(csv)).containsExactly("2 {\"a\":\"1,5\",\"b\":\"2\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a,b~1~ | 2 | The line is not valid CSV: Not enough column values: expected 2, found 1",
        "a,b~1,2~1,2,3~ | 3 | The line is not valid CSV: Too many entries: expected at most 2"
            + " (value #2 (1 chars) \"3\")",
        "a~\"1\"2~ | 2 | The line is not valid CSV: Unexpected character ('2' (code 50)): Expected"
            + " column separator character (',' (code 44)) or end-of-line",
      })
  void badCsvIsNamed(String text, int line, String what) throws IOException {
    Path file = Files.writeString(folder.resolve("d.csv"), text.replace('~', '\n'));
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            what
                + " (%s:%d). Quote cells that hold separators, quotes or line breaks, and give every"
                    .formatted(file, line)
                + " row all columns.");
  }

  @Test
  void aColumnThatStandsTwiceIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("d.csv"), "a,b,a\n1,2,3\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The column 'a' stands twice in the header (%s:1). Rename or remove one of them."
                .formatted(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b\n", "", "\n"})
  void csvWithoutRowsIsRefused(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("d.csv"), text);
    assertThatThrownBy(() -> read(file)).isInstanceOf(BadInput.class).hasMessageContaining("d.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "zstd"})
  void parquetIsReadInEveryCompression(String codec) {
    assertThat(read(PARQUET.resolve("conversations-%s.parquet".formatted(codec))))
        .containsExactly(
            "1 {\"messages\":[{\"role\":\"user\",\"content\":\"How deep is the lake?\"},"
                + "{\"role\":\"assistant\",\"content\":\"Nobody knows, Ämma.\"}],"
                + "\"category\":\"water\",\"score\":4,\"safe\":true,\"weight\":0.5,"
                + "\"tags\":[\"a\",\"b\"]}",
            "2 {\"messages\":[{\"role\":\"user\",\"content\":\"And wide?\"},"
                + "{\"role\":\"assistant\",\"content\":\"Wide.\"}],"
                + "\"score\":0,\"safe\":false,\"weight\":1.5,\"tags\":[]}",
            "3 {\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"},"
                + "{\"role\":\"assistant\",\"content\":\"Rain.\"}],"
                + "\"category\":\"weather\",\"score\":2,\"weight\":2.0}");
  }

  @Test
  void anUnknownCompressionIsNamed() {
    Path file = PARQUET.resolve("conversations-brotli.parquet");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The file is compressed with BROTLI, which can't be read here (%s). ".formatted(file)
                + "Write it with snappy, zstd, gzip, lz4_raw or none.");
  }

  @Test
  void aFileThatIsNoParquetIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("d.parquet"), "{\"a\": 1}\n{\"a\": 2}\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("The file is no Parquet file: ")
        .hasMessageEndingWith(
            " (%s). Write it again, or correct the end of its name.".formatted(file));
  }

  /** A class path as of a project that has not added the library. */
  @Test
  void parquetWithoutItsLibraryNamesTheArtifactToAdd() throws IOException {
    URL[] others =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("parquet"))
            .map(RowsTest::url)
            .toArray(URL[]::new);
    Path file = PARQUET.resolve("conversations-none.parquet");
    try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> readIn(loader, file))
          .hasRootCauseMessage(
              "Parquet files need a library that is not on the class path (%s). ".formatted(file)
                  + "Add the dependency blue.strategic.parquet:parquet-floor:2.3, or save the file"
                  + " as JSON Lines.");
    }
  }

  private static void readIn(ClassLoader loader, Path file) throws ReflectiveOperationException {
    Class<?> conversations = loader.loadClass(Conversations.class.getName());
    Object named = conversations.getMethod("in", Path.class).invoke(null, file);
    conversations.getMethod("read").invoke(named);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aTornParquetFileIsNamed() throws IOException {
    byte[] whole = Files.readAllBytes(PARQUET.resolve("conversations-snappy.parquet"));
    Arrays.fill(whole, 4, 200, (byte) 0x55);
    Path file = Files.write(folder.resolve("torn.parquet"), whole);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("can't be read")
        .hasMessageContaining(file.toString());
  }

  /** Of each form: text, zipped text, and what is read here and there. */
  @Test
  void rowsInMemoryAreThoseOfTheFileAndHashed() throws IOException {
    Path text = Files.writeString(folder.resolve("d.jsonl"), "{\"a\": 1}\n{\"a\": 2}\n");
    Path zipped = folder.resolve("d.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("a\n1\n2\n".getBytes(StandardCharsets.UTF_8));
    }
    Path array = Files.writeString(folder.resolve("d.json"), "[{\"a\": 1}, {\"a\": 2}]");
    for (Path file :
        List.of(text, zipped, array, PARQUET.resolve("conversations-snappy.parquet"))) {
      HashedRows<String> hashed = Rows.readHashed(file, RowsTest::words);
      assertThat(hashed.rows()).isEqualTo(read(file));
      assertThat(hashed.sha256()).isEqualTo(Fingerprint.of(file));
    }
  }

  /** Whoever writes the file meanwhile changes neither the rows nor the hash. */
  @Test
  void hashedRowsAreThoseOfOneMoment() throws IOException {
    Path file = Files.writeString(folder.resolve("d.jsonl"), "{\"a\": 1}\n{\"a\": 2}\n");
    List<String> before = read(file);
    String hash = Fingerprint.of(file);
    HashedRows<String> hashed =
        Rows.readHashed(
            file,
            row -> {
              overwrite(file);
              return words(row);
            });
    assertThat(hashed).isEqualTo(new HashedRows<>(before, hash));
    assertThat(Fingerprint.of(file)).isNotEqualTo(hash);
  }

  private static void overwrite(Path file) {
    try {
      Files.writeString(file, "{\"a\": 3}\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void hashedRowsOfNoParquetNameTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("d.parquet"), "no");
    assertThatThrownBy(() -> Rows.readHashed(file, RowsTest::words))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The file is no Parquet file: %s is not a Parquet file (length is too low: 2) (%s)."
                    .formatted(file, file)
                + " Write it again, or correct the end of its name.");
  }

  private static List<String> read(Path file) {
    return Rows.read(file, RowsTest::words);
  }

  private static String words(Row row) {
    return row.number() + " " + row.fields();
  }
}
