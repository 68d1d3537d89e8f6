package dev.bulwark.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** Reads JSON Lines files, plain or gzipped, and names file and line of whatever is wrong. */
final class JsonLines {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonLines() {}

  /** One line that was read: its object and its place, for errors about its content. */
  record Line(Path file, long number, JsonNode object) {

    /**
     * Refuses a field whose name is nearly one of these: a misspelt mark would judge nothing, and a
     * misspelt cluster would count as evidence of its own. Other fields are the reader's.
     */
    void refuseNearly(Collection<String> names) {
      object
          .fieldNames()
          .forEachRemaining(
              field ->
                  names.stream()
                      .filter(name -> !name.equals(field) && isNearly(field, name))
                      .findFirst()
                      .ifPresent(
                          name -> {
                            throw bad(
                                "The field '" + field + "' is unknown, but nearly '" + name + "'",
                                "Correct the name, or choose another one");
                          }));
    }

    /** Whether two names differ by at most two letters in one place. */
    private static boolean isNearly(String field, String name) {
      String given = field.toLowerCase(Locale.ROOT);
      int shorter = Math.min(given.length(), name.length());
      int front = 0;
      while (front < shorter && given.charAt(front) == name.charAt(front)) {
        front++;
      }
      int back = 0;
      while (back < shorter - front
          && given.charAt(given.length() - 1 - back) == name.charAt(name.length() - 1 - back)) {
        back++;
      }
      return Math.max(given.length(), name.length()) - front - back <= 2;
    }

    BadInput bad(String what, String remedy) {
      return BadInput.at(file, number, what, remedy);
    }
  }

  /**
   * Reads a whole file.
   *
   * @throws BadInput for a missing or empty file and for a line that is not a JSON object
   */
  static <T> List<T> read(Path file, Function<Line, T> record) {
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(
          file,
          "There is no such file",
          "Check the path; a relative one starts at " + Path.of("").toAbsolutePath());
    }
    List<T> records = new ArrayList<>();
    try (BufferedReader reader = open(file)) {
      long number = 0;
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        number++;
        if (!text.isBlank()) {
          records.add(record.apply(new Line(file, number, parse(file, number, text))));
        }
      }
    } catch (MalformedInputException e) {
      throw BadInput.in(file, "The file is not UTF-8 text", "Save it as UTF-8");
    } catch (IOException e) {
      throw BadInput.in(
          file, "The file can't be read: " + e.getMessage(), "Make it readable, or copy it again");
    }
    if (records.isEmpty()) {
      throw BadInput.in(file, "The file holds no record", "Give it at least one line");
    }
    return records;
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    return new BufferedReader(
        new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
  }

  private static JsonNode parse(Path file, long number, String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JacksonException e) {
      throw BadInput.at(
          file,
          number,
          "The line is not valid JSON: " + JsonReason.of(e),
          "Write one JSON object a line");
    }
    if (!node.isObject()) {
      throw BadInput.at(
          file, number, "The line is not a JSON object", "Write one JSON object a line");
    }
    return node;
  }
}
