package dev.bulwark.gate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.evaluate.Slice;
import dev.bulwark.evaluate.UnusableResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads what {@link VerdictJson} writes. A verdict that says something else than its status is
 * none: a report must never show a pass that nobody decided.
 *
 * @param file the file
 */
record VerdictFields(Path file) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  Verdict read() {
    JsonNode tree = tree();
    try {
      List<Finding> findings = new ArrayList<>();
      tree.path("findings").forEach(node -> findings.add(finding(node)));
      Status status = Status.valueOf(tree.path("status").asText());
      if (status != Status.worst(findings.stream().map(Finding::status).toList())) {
        throw broken("the status " + status + " is not that of its findings");
      }
      JsonNode counts = tree.path("counts");
      return new Verdict(
          tree.path("gate").asText(),
          status,
          findings,
          settings(tree.path("settings")),
          Optional.of(tree.path("run"))
              .filter(JsonNode::isObject)
              .map(node -> RunHeader.of(node, file.toString())),
          headers(tree.path("baselines")),
          new Verdict.Counts(
              counts.path("attempted").asInt(),
              counts.path("assessed").asInt(),
              counts.path("errored").asInt()));
    } catch (IllegalArgumentException | UnusableResults e) {
      throw broken(String.valueOf(e.getMessage()));
    }
  }

  private JsonNode tree() {
    try {
      JsonNode tree = JSON.readTree(Files.readString(file));
      if (tree.path("schemaVersion").asInt() != VerdictJson.SCHEMA) {
        throw broken("the schema version is not " + VerdictJson.SCHEMA);
      }
      return tree;
    } catch (JacksonException e) {
      throw broken("it is no JSON");
    } catch (IOException e) {
      throw BadInput.in(file, "There is no verdict to read", "Run mvn bulwark:check first");
    }
  }

  private List<RunHeader> headers(JsonNode nodes) {
    List<RunHeader> headers = new ArrayList<>();
    nodes.forEach(node -> headers.add(RunHeader.of(node, file.toString())));
    return headers;
  }

  private static Finding finding(JsonNode node) {
    Map<String, Double> numbers = new TreeMap<>();
    node.path("numbers")
        .properties()
        .forEach(number -> numbers.put(number.getKey(), number.getValue().asDouble()));
    return new Finding(
        new Subject(
            node.path("rule").asText(),
            node.path("metric").asText(),
            Slice.of(node.path("slice").asText())),
        Status.valueOf(node.path("status").asText()),
        node.path("code").asText(),
        node.path("message").asText(),
        numbers,
        node.path("method").asText());
  }

  private static GateSettings settings(JsonNode node) {
    return new GateSettings(
        GateSettings.Mode.valueOf(node.path("mode").asText().toUpperCase(Locale.ROOT)),
        node.path("alpha").asDouble(),
        node.path("power").asDouble(),
        node.path("maxErrorRate").asDouble(),
        node.path("maxParseFailures").asInt());
  }

  private BadInput broken(String why) {
    return BadInput.in(file, "This is no verdict: " + why, "Run mvn bulwark:check again");
  }
}
