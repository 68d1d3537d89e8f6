package dev.bulwark.gate.neutral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.evaluate.Item;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.RunHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder with a gate, a baseline and results in the neutral format, written as the product has
 * them. What the neutral format does not have, the seal over rows, is made as evaluate would.
 *
 * @param from the neutral folder
 * @param to the product's folder
 */
public record NeutralProject(Path from, Path to) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> METRICS =
      Map.of(
          "violation-rate", "violation.rate",
          "tail-cvar", "safety.tail",
          "false-refusal-rate", "false.refusal.rate");

  /** The product's name of a metric; one that is none stays. */
  static String metric(String neutral) {
    return METRICS.getOrDefault(neutral, neutral);
  }

  /** A message with the neutral names of metrics. */
  public static String neutral(String message) {
    String text = message;
    for (Map.Entry<String, String> metric : METRICS.entrySet()) {
      text = text.replace(metric.getValue(), metric.getKey());
    }
    return text;
  }

  /** Writes baseline and results, as far as they are there, and gives the gate's tree. */
  public ObjectNode translate() throws IOException {
    Files.createDirectories(to);
    Optional<JsonNode> baseline = json(from.resolve("baseline.json"));
    Optional<JsonNode> run = json(from.resolve("candidate.run.json"));
    List<ItemResult> prompts = baseline.isPresent() ? baseline(baseline.get()) : List.of();
    if (baseline.isEmpty()) {
      raw("baseline.json");
    }
    if (run.isPresent()) {
      results(run.get(), prompts);
    }
    return gate(json(from.resolve("gate.json")).orElseThrow());
  }

  private static Optional<JsonNode> json(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(file.toFile()));
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      return Optional.empty();
    }
  }

  private void raw(String name) throws IOException {
    Path file = from.resolve(name);
    if (Files.isSymbolicLink(file)) {
      Files.createSymbolicLink(to.resolve(name), Files.readSymbolicLink(file));
    } else if (Files.isRegularFile(file)) {
      Files.copy(file, to.resolve(name));
    }
  }

  private static NeutralRow format(JsonNode header) {
    return new NeutralRow(header.at("/promptSet/sha256").asText(), judge(header));
  }

  private static String judge(JsonNode header) {
    JsonNode judge = header.path("judge");
    return judge.path("id").asText()
        + "/"
        + judge.path("sha256").asText()
        + ", template "
        + judge.path("templateSha256").asText();
  }

  private List<ItemResult> baseline(JsonNode header) throws IOException {
    Path rows = from.resolve("baseline.jsonl");
    Path target = to.resolve("baseline.rows");
    List<ItemResult> results =
        Files.isRegularFile(rows)
            ? new NeutralLines(rows, format(header)).write(target)
            : List.of();
    Files.deleteIfExists(target);
    ObjectNode tree =
        header(header, items(results, header), header.path("items").asInt(), true)
            .completed(results)
            .extent(
                new RunHeader.Extent(
                    header.path("items").asInt(), true, sealed(header, results, header)))
            .json();
    tree.set("schemaVersion", header.path("schemaVersion"));
    if (header.has("expiresAt")) {
      tree.set("expires", header.path("expiresAt"));
    }
    ObjectNode margins = tree.putObject("margins");
    header
        .path("autoMargins")
        .properties()
        .forEach(margin -> margins.set(metric(margin.getKey()), margin.getValue()));
    results.forEach(result -> tree.withArray("items").add(result.json()));
    Files.writeString(to.resolve("baseline.json"), tree.toString());
    return results;
  }

  private static String sealed(JsonNode header, List<ItemResult> results, JsonNode of) {
    return header(header, "", of.path("items").asInt(), true).completed(results).rows();
  }

  private void results(JsonNode run, List<ItemResult> prompts) throws IOException {
    Path file = from.resolve("candidate.jsonl");
    List<ItemResult> results =
        Files.isRegularFile(file)
            ? new NeutralLines(file, format(run)).write(to.resolve("candidate.jsonl"))
            : List.of();
    String suite = items(prompts.isEmpty() ? results : prompts, run);
    RunHeader header =
        header(run, suite, run.path("attempted").asInt(), run.path("completed").asBoolean());
    ObjectNode tree =
        header
            .extent(
                new RunHeader.Extent(
                    header.attempted(), header.completed(), header.completed(results).rows()))
            .json();
    tree.set("schemaVersion", run.path("schemaVersion"));
    Files.writeString(to.resolve("candidate.run.json"), tree.toString());
  }

  private static RunHeader header(
      JsonNode neutral, String suite, int attempted, boolean completed) {
    Map<String, String> decoding = new TreeMap<>();
    neutral
        .path("decoding")
        .properties()
        .forEach(setting -> decoding.put(setting.getKey(), setting.getValue().asText()));
    return RunHeader.begin(
            suite, neutral.at("/model/sha256").asText(), judge(neutral), decoding, attempted)
        .extent(new RunHeader.Extent(attempted, completed, ""));
  }

  /** The fingerprint of the prompts that a run was to answer. */
  private static String items(List<ItemResult> results, JsonNode header) {
    NeutralRow format = format(header);
    return Item.hash(
        results.stream()
            .map(result -> NeutralRow.read(rehashed(result, format)).orElseThrow().item())
            .distinct()
            .toList());
  }

  private static ObjectNode rehashed(ItemResult result, NeutralRow format) {
    ObjectNode row = result.json();
    return row.put("contentHash", NeutralRow.hash(format.promptSet() + result.id()));
  }

  private static ObjectNode gate(JsonNode neutral) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : neutral.properties()) {
      switch (field.getKey()) {
        case "schemaVersion", "results", "onInconclusive" -> {}
        case "limits" -> tree.setAll((ObjectNode) field.getValue());
        case "rules" -> field.getValue().forEach(rule -> tree.withArray("rules").add(rule(rule)));
        default -> tree.set(field.getKey(), field.getValue());
      }
    }
    return tree;
  }

  private static ObjectNode rule(JsonNode neutral) {
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : neutral.properties()) {
      switch (field.getKey()) {
        case "metric" -> rule.put("metric", metric(field.getValue().asText()));
        case "a" -> rule.set("lowest", field.getValue());
        default -> rule.set(field.getKey(), field.getValue());
      }
    }
    // The reference has no smallest harm that counts.
    return rule.put("minimumHarm", 0);
  }
}
