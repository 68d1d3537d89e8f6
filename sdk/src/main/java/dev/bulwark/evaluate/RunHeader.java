package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run was made, so that only like is compared with like.
 *
 * @param suite SHA-256 over the prompts, see {@link Item#hash}
 * @param model the model's fingerprint; empty where none is known
 * @param judge the judge's id
 * @param decoding how answers were sampled, such as {@code strategy=greedy}
 * @param attempted how many prompts the run was to answer
 * @param completed whether it reached its end
 * @param rows SHA-256 over the judged rows; empty as long as the run goes on
 */
public record RunHeader(
    String suite,
    String model,
    String judge,
    Map<String, String> decoding,
    int attempted,
    boolean completed,
    String rows) {
  private static final int SCHEMA = 1;

  /** Copies the decoding settings, sorted by name. */
  public RunHeader {
    decoding = Collections.unmodifiableMap(new TreeMap<>(decoding));
  }

  /** The header of a run that reached its end with these rows. */
  public RunHeader completed(Collection<ItemResult> results) {
    return new RunHeader(suite, model, judge, decoding, attempted, true, Rows.hash(results));
  }

  /** The header as JSON. */
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("schemaVersion", SCHEMA).put("tool", "bulwark");
    node.putObject("promptSet").put("sha256", suite);
    node.putObject("model").put("sha256", model);
    node.putObject("judge").put("id", judge);
    node.putObject("rows").put("sha256", rows);
    ObjectNode settings = node.putObject("decoding");
    decoding.forEach(settings::put);
    return node.put("attempted", attempted).put("completed", completed);
  }

  /**
   * Reads a header.
   *
   * @param node a JSON object
   * @param where what to call its place in an error
   * @throws UnusableResults for a missing field, a field of another type, another schema
   */
  public static RunHeader of(JsonNode node, String where) {
    Fields fields = new Fields(node, where);
    if (fields.count("schemaVersion") != SCHEMA) {
      throw fields.bad(
          "SCHEMA_MISMATCH",
          "the schema version is " + fields.at("schemaVersion") + ", but must be " + SCHEMA);
    }
    Map<String, String> decoding = new TreeMap<>();
    fields
        .in("decoding")
        .object()
        .properties()
        .forEach(setting -> decoding.put(setting.getKey(), setting.getValue().asText()));
    return new RunHeader(
        fields.in("promptSet").text("sha256"),
        fields.in("model").text("sha256"),
        fields.in("judge").text("id"),
        decoding,
        fields.count("attempted"),
        fields.flag("completed"),
        fields.in("rows").text("sha256"));
  }
}
