package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run was made, so that only like is compared with like.
 *
 * @param suite SHA-256 over the prompts, see {@link Item#hash}
 * @param model the model's fingerprint; empty where none is known
 * @param judge the judge's id
 * @param decoding how answers were sampled, such as {@code strategy=greedy}
 * @param environment what should not matter, but may: device, number type, versions of libraries
 * @param extent how far the run got
 * @param trainedOn the ids of the prompts that the model was trained on, by the stage that did so
 */
public record RunHeader(
    String suite,
    String model,
    String judge,
    Map<String, String> decoding,
    Map<String, String> environment,
    Extent extent,
    Map<String, List<String>> trainedOn) {
  /** In the environment: the name of the file that recorded answers are from. */
  public static final String RESPONSES = "responses";

  private static final int SCHEMA = 1;

  /** Copies the maps, sorted by name. */
  public RunHeader {
    decoding = Collections.unmodifiableMap(new TreeMap<>(decoding));
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    Map<String, List<String>> stages = new TreeMap<>();
    trainedOn.forEach((stage, ids) -> stages.put(stage, ids.stream().sorted().toList()));
    trainedOn = Collections.unmodifiableMap(stages);
  }

  /**
   * How far a run got.
   *
   * @param attempted how many answers it was to judge: prompts by repeats
   * @param completed whether it reached its end
   * @param rows SHA-256 over the judged rows; empty as long as the run goes on
   */
  public record Extent(int attempted, boolean completed, String rows) {
    /** A run that begins. */
    public static Extent of(int attempted) {
      return new Extent(attempted, false, "");
    }
  }

  /** A run that begins, in no known environment, of a model that was not trained on the suite. */
  public static RunHeader begin(
      String suite, String model, String judge, Map<String, String> decoding, int attempted) {
    return new RunHeader(suite, model, judge, decoding, Map.of(), Extent.of(attempted), Map.of());
  }

  /** How many answers the run was to judge. */
  public int attempted() {
    return extent.attempted();
  }

  /** Whether it reached its end. */
  public boolean completed() {
    return extent.completed();
  }

  /** SHA-256 over the judged rows. */
  public String rows() {
    return extent.rows();
  }

  /** The same with another extent. */
  public RunHeader extent(Extent other) {
    return new RunHeader(suite, model, judge, decoding, environment, other, trainedOn);
  }

  /** The same in another environment. */
  public RunHeader environment(Map<String, String> other) {
    return new RunHeader(suite, model, judge, decoding, other, extent, trainedOn);
  }

  /** The same of a model that was trained on these prompts of the suite. */
  public RunHeader trainedOn(Map<String, List<String>> ids) {
    return new RunHeader(suite, model, judge, decoding, environment, extent, ids);
  }

  /** The header of a run that reached its end with these rows. */
  public RunHeader completed(Collection<ItemResult> results) {
    return extent(new Extent(attempted(), true, Rows.hash(results)));
  }

  /** The header as JSON. */
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("schemaVersion", SCHEMA).put("tool", "bulwark");
    node.putObject("promptSet").put("sha256", suite);
    node.putObject("model").put("sha256", model);
    node.putObject("judge").put("id", judge);
    node.putObject("rows").put("sha256", rows());
    ObjectNode settings = node.putObject("decoding");
    decoding.forEach(settings::put);
    ObjectNode surroundings = node.putObject("environment");
    environment.forEach(surroundings::put);
    ObjectNode stages = node.putObject("trainedOn");
    trainedOn.forEach((stage, ids) -> ids.forEach(stages.putArray(stage)::add));
    return node.put("attempted", attempted()).put("completed", completed());
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
    return new RunHeader(
        fields.in("promptSet").text("sha256"),
        fields.in("model").text("sha256"),
        fields.in("judge").text("id"),
        texts(fields.in("decoding")),
        fields.object().has("environment") ? texts(fields.in("environment")) : Map.of(),
        new Extent(
            fields.count("attempted"), fields.flag("completed"), fields.in("rows").text("sha256")),
        fields.object().has("trainedOn") ? lists(fields.in("trainedOn")) : Map.of());
  }

  private static Map<String, String> texts(Fields fields) {
    Map<String, String> texts = new TreeMap<>();
    fields.object().properties().forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
    return texts;
  }

  private static Map<String, List<String>> lists(Fields fields) {
    Map<String, List<String>> lists = new TreeMap<>();
    fields
        .object()
        .properties()
        .forEach(one -> lists.put(one.getKey(), fields.texts(one.getKey())));
    return lists;
  }
}
