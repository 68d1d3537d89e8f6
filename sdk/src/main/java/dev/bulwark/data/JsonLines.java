package dev.bulwark.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** JSON Lines: one object a line, blank lines read past. */
final class JsonLines {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonLines() {}

  static void read(DataFile file, Consumer<Row> row) throws IOException {
    try (BufferedReader reader = file.text()) {
      read(file.path(), reader, row);
    }
  }

  /** Reads lines that need not lie in a file, under a file's name. */
  static void read(Path file, BufferedReader reader, Consumer<Row> row) throws IOException {
    long number = 0;
    for (String text = reader.readLine(); text != null; text = reader.readLine()) {
      number++;
      if (!text.isBlank()) {
        row.accept(new Row(file, number, parse(file, number, text)));
      }
    }
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
