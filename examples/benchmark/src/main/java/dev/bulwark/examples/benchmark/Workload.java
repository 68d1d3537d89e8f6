package dev.bulwark.examples.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A file of JSON rows, as the peers read it. */
record Workload(Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The first rows, each encoded for a model. */
  <T> List<T> rows(Path model, int most, BiFunction<ChatEncoder, JsonNode, T> row) {
    ModelFolder folder = ModelFolder.open(model);
    try (Tokenizer tokenizer = folder.tokenizer();
        Stream<String> lines = Files.lines(file)) {
      ChatEncoder encoder = folder.encoder(tokenizer);
      return lines.limit(most).map(line -> row.apply(encoder, tree(line))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
