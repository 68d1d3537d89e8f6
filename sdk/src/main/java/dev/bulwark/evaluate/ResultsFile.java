package dev.bulwark.evaluate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Results on disk: a journal of rows, and a header beside it that says whether the run ended.
 *
 * @param rows the journal, such as {@code results.jsonl}
 */
record ResultsFile(Path rows) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // NaN is read here and refused with its row's id later, instead of as a syntax error.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  /** The header beside the rows: {@code results.run.json} for {@code results.jsonl}. */
  Path header() {
    String name = rows.getFileName().toString();
    String stem = name.endsWith(".jsonl") ? name.substring(0, name.length() - 6) : name;
    return rows.resolveSibling(stem + ".run.json");
  }

  /** Whether rows and a header are there, and the header says that the run did not end. */
  boolean isUnfinished() {
    return Files.isRegularFile(rows) && isUnfinishedHeader(header());
  }

  static boolean isUnfinishedHeader(Path file) {
    try {
      return file.toString().endsWith(".run.json")
          && !JSON.readTree(Files.readString(file)).path("completed").asBoolean(true);
    } catch (IOException e) {
      return false;
    }
  }

  void writeHeader(RunHeader header) {
    ObjectNode node = header.json();
    node.put("kind", "run").put("itemsFile", rows.getFileName().toString());
    WholeFile.write(header(), node.toPrettyString() + "\n");
  }

  Evaluation read() {
    RunHeader header = readHeader();
    List<ItemResult> results = new ArrayList<>();
    try (BoundedLines lines = new BoundedLines(rows)) {
      for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
        if (!line.isBlank()) {
          results.add(ItemResult.of(parse(line, lines.number()), rows + ":" + lines.number()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + rows, e);
    }
    if (results.isEmpty()) {
      throw new UnusableResults(
          "RESULTS_EMPTY", rows + " holds no row: 0 prompts were assessed. Run evaluate first.");
    }
    return new Evaluation(header, results);
  }

  /**
   * The beginning of a file that a later run may keep.
   *
   * @param rows its rows
   * @param bytes how long it is
   */
  record Beginning(List<ItemResult> rows, long bytes) {
    /** Nothing is kept. */
    static final Beginning NONE = new Beginning(List.of(), 0);
  }

  /**
   * What an unfinished run with this very header left: its whole rows up to the first that is torn
   * or can't be read. Nothing where there is no such run.
   */
  Beginning beginningOf(RunHeader header) {
    try {
      return readHeader().equals(header) ? beginning() : Beginning.NONE;
    } catch (UnusableResults e) {
      return Beginning.NONE;
    }
  }

  private Beginning beginning() {
    List<ItemResult> results = new ArrayList<>();
    long bytes = 0;
    try (BoundedLines lines = new BoundedLines(rows)) {
      for (String line = lines.next(); line.endsWith("\n"); line = lines.next()) {
        results.add(ItemResult.of(parse(line, lines.number()), rows + ":" + lines.number()));
        bytes += line.getBytes(StandardCharsets.UTF_8).length;
      }
    } catch (UnusableResults e) {
      return new Beginning(List.copyOf(results), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + rows, e);
    }
    return new Beginning(List.copyOf(results), bytes);
  }

  private RunHeader readHeader() {
    List<String> missing =
        Stream.of(rows, header())
            .filter(file -> !Files.isRegularFile(file))
            .map(Path::toString)
            .toList();
    if (!missing.isEmpty()) {
      throw new UnusableResults(
          "RESULTS_MISSING",
          "There is no results file " + String.join(" and no ", missing) + ". Run evaluate first.");
    }
    String text;
    try {
      text = Files.readString(header());
    } catch (CharacterCodingException e) {
      throw new UnusableResults("ENCODING_INVALID", header() + " is not UTF-8 text.");
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + header(), e);
    }
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new UnusableResults("HEADER_UNREADABLE", header() + " is not valid JSON.");
    }
    return RunHeader.of(node, header().toString());
  }

  private JsonNode parse(String line, long number) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (StreamConstraintsException e) {
      throw new UnusableResults(
          "NESTING_TOO_DEEP", rows + ":" + number + " is nested too deep or too long to be a row.");
    } catch (JacksonException e) {
      boolean torn = !line.endsWith("\n");
      throw new UnusableResults(
          torn ? "RESULTS_TRUNCATED" : "ROW_UNREADABLE",
          rows
              + ":"
              + number
              + (torn ? " is torn: the file ends within the row." : " is not valid JSON.")
              + " Run evaluate again.");
    }
    if (!node.isObject()) {
      throw new UnusableResults("WRONG_TYPE", rows + ":" + number + " is not a JSON object.");
    }
    return node;
  }

  /** The bytes of a row with its line break. */
  static byte[] line(ItemResult result) {
    return (result.json() + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
