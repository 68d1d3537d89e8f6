package dev.bulwark.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import java.util.Map;
import java.util.TreeSet;

/**
 * The one way in which files, poms and jobs set settings: a tree laid over the defaults.
 *
 * <p>Laying over the defaults, and not binding the tree alone, is what makes a misspelt name an
 * error instead of a silent zero.
 */
public final class Settings {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private Settings() {}

  /** A settings record as a tree, for records and fingerprints. */
  public static JsonNode tree(Record settings) {
    return JSON.valueToTree(settings);
  }

  /**
   * Lays a tree over the defaults.
   *
   * @param where what to call the tree's place in an error, such as {@code <settings>} or a file
   * @throws BadInput for a name the defaults lack, and for a value out of its range
   */
  public static <T extends Record> T overlay(T defaults, JsonNode tree, String where) {
    ObjectNode merged = JSON.valueToTree(defaults);
    merge(merged, tree, where);
    try {
      @SuppressWarnings("unchecked") // a record's class is exactly T
      Class<T> type = (Class<T>) defaults.getClass();
      return JSON.treeToValue(merged, type);
    } catch (JsonProcessingException e) {
      throw new BadInput(
          reason(e), where, "Set a value in that range, or leave it out for the default");
    }
  }

  private static void merge(ObjectNode defaults, JsonNode tree, String where) {
    for (Map.Entry<String, JsonNode> given : tree.properties()) {
      JsonNode known = defaults.get(given.getKey());
      if (known == null) {
        TreeSet<String> names = new TreeSet<>();
        defaults.fieldNames().forEachRemaining(names::add);
        throw new BadInput(
            "Unknown setting '%s', known here are %s"
                .formatted(given.getKey(), String.join(", ", names)),
            where,
            "Correct the name or remove it");
      }
      if (known.isObject() && given.getValue().isObject()) {
        merge((ObjectNode) known, given.getValue(), where);
      } else {
        defaults.set(given.getKey(), given.getValue());
      }
    }
  }

  /** The words of the record's own check, else Jackson's without its chatter. */
  private static String reason(JsonProcessingException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    return "A setting has the wrong type: " + e.getOriginalMessage();
  }
}
