package dev.bulwark.gate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.evaluate.UnusableResults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A baseline as JSON: keys sorted, one prompt a line, so that a change reads well in a diff. */
final class BaselineFile {
  private static final int DECIMALS = 6;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private BaselineFile() {}

  static String text(Baseline baseline) {
    ObjectNode header = baseline.header().json();
    header.put("kind", "baseline");
    TermsTree.write(baseline.terms(), header);
    Map<String, String> fields = new TreeMap<>();
    header.properties().forEach(field -> fields.put(field.getKey(), field.getValue().toString()));
    fields.put(
        "items",
        baseline.results().stream()
            .map(BaselineFile::line)
            .collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]")));
    return fields.entrySet().stream()
        .map(field -> "  \"" + field.getKey() + "\": " + field.getValue())
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static String line(ItemResult result) {
    ObjectNode row = result.json();
    row.remove(List.of("judge", "latencyMillis", "tokensRead", "tokensWritten", "cost", "error"));
    round(row, "helpfulness", result.judgement().helpfulness());
    round(row, "safety", result.judgement().safety());
    Map<String, JsonNode> sorted = new TreeMap<>();
    row.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
    ObjectNode line = JSON.createObjectNode();
    sorted.forEach(line::set);
    return line.toString();
  }

  private static void round(ObjectNode row, String field, OptionalDouble score) {
    score.ifPresent(
        value ->
            row.put(field, BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN)));
  }

  static Baseline read(Path file) {
    JsonNode tree = tree(file);
    try {
      RunHeader header = RunHeader.of(tree, file.toString());
      List<ItemResult> results = new ArrayList<>();
      for (JsonNode node : tree.path("items")) {
        results.add(item(node, header, file + ", item " + (results.size() + 1)));
      }
      if (results.isEmpty()) {
        throw new UnusableBaseline(
            "BASELINE_EMPTY", "The baseline " + file + " holds no item. Make it again.");
      }
      return new Baseline(header, results, TermsTree.read(tree));
    } catch (UnusableResults e) {
      throw new UnusableBaseline(
          e.code().equals("SCHEMA_MISMATCH") ? e.code() : "BASELINE_UNREADABLE",
          "Baseline: " + e.getMessage());
    }
  }

  private static ItemResult item(JsonNode node, RunHeader header, String where) {
    if (!(node instanceof ObjectNode object)) {
      throw new UnusableBaseline("BASELINE_UNREADABLE", "In " + where + " is no JSON object.");
    }
    return ItemResult.of(
        object.deepCopy().put("judge", header.judge()).put("latencyMillis", 0), where);
  }

  private static JsonNode tree(Path file) {
    if (Files.isDirectory(file)) {
      throw new UnusableBaseline(
          "BASELINE_UNREADABLE",
          "The baseline " + file + " is a folder. Name the file, or make it again.");
    }
    if (!Files.isRegularFile(file)) {
      throw new UnusableBaseline(
          "BASELINE_MISSING",
          "There is no baseline file "
              + file
              + ". Make one from results you accept, with mvn bulwark:baseline.");
    }
    try {
      return JSON.readTree(Files.readString(file));
    } catch (JacksonException | CharacterCodingException e) {
      throw new UnusableBaseline(
          "BASELINE_UNREADABLE",
          "The baseline " + file + " is not valid JSON. Restore it or make it again.");
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    }
  }
}
