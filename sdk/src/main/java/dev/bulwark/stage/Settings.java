package dev.bulwark.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  private static final String CORRECT = "Correct the name or remove it";

  private Settings() {}

  /** A settings record as a tree, for records and fingerprints. */
  public static JsonNode tree(Record settings) {
    return JSON.valueToTree(settings);
  }

  /** Plain values as JSON text. */
  static String json(Map<String, Double> values) {
    return JSON.valueToTree(values).toString();
  }

  /**
   * Lays a tree over the defaults.
   *
   * @param where what to call the tree's place in an error, such as {@code <settings>} or a file
   * @throws BadInput for a name the defaults lack, and for a value out of its range
   */
  public static <T extends Record> T overlay(T defaults, JsonNode tree, String where) {
    return overlay(defaults, new SettingsSection(tree, where, ""));
  }

  /**
   * Lays settings over the defaults.
   *
   * @throws BadInput for a name the defaults lack, and for a value out of its range
   */
  public static <T extends Record> T overlay(T defaults, SettingsSection given) {
    ObjectNode merged = JSON.valueToTree(defaults);
    merge(merged, given);
    try {
      @SuppressWarnings("unchecked") // a record's class is exactly T
      Class<T> type = (Class<T>) defaults.getClass();
      return JSON.treeToValue(merged, type);
    } catch (JsonProcessingException e) {
      throw refused(e, merged, given);
    }
  }

  private static void merge(ObjectNode defaults, SettingsSection section) {
    for (Map.Entry<String, JsonNode> given : section.tree().properties()) {
      JsonNode known = defaults.get(given.getKey());
      if (known == null) {
        TreeSet<String> names = new TreeSet<>();
        defaults.fieldNames().forEachRemaining(names::add);
        throw new BadInput(
            "Unknown setting '%s', known here are %s"
                .formatted(given.getKey(), String.join(", ", names)),
            section.where(),
            CORRECT);
      }
      if (given.getValue().isNull()) {
        throw new BadInput(
            given.getKey() + " is empty",
            section.where(),
            "Set a value, or leave it out for the default");
      }
      // An empty group is a map of the user's own names, which its record checks.
      if (known.isObject() && !known.isEmpty() && given.getValue().isObject()) {
        merge((ObjectNode) known, section.in(given.getKey()));
      } else {
        defaults.set(given.getKey(), given.getValue());
      }
    }
  }

  /** The words of a record's own check and the place of its group, else what stands where. */
  private static BadInput refused(
      JsonProcessingException e, ObjectNode merged, SettingsSection given) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return new BadInput(
          "Unknown setting '%s', known here are %s"
              .formatted(
                  String.join(".", path(e)),
                  unknown.getKnownPropertyIds().stream()
                      .map(String::valueOf)
                      .sorted()
                      .collect(Collectors.joining(", "))),
          given.where(),
          CORRECT);
    }
    String remedy = "Set a value in that range, or leave it out for the default";
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
        SettingsSection group = given;
        for (String name : path(e)) {
          group = group.in(name);
        }
        return new BadInput(cause.getMessage(), group.where(), remedy);
      }
    }
    return new BadInput(mismatch(e, merged), given.where(), remedy);
  }

  private static List<String> path(JsonProcessingException e) {
    return e instanceof JsonMappingException mapping
        ? mapping.getPath().stream().map(Settings::step).toList()
        : List.of();
  }

  private static String step(JsonMappingException.Reference step) {
    return step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName();
  }

  private static String mismatch(JsonProcessingException e, JsonNode tree) {
    if (e instanceof MismatchedInputException mismatch) {
      List<String> path = path(e);
      return "%s is %s, but must be %s"
          .formatted(
              String.join(".", path),
              tree.at("/" + String.join("/", path)),
              wanted(mismatch.getTargetType()));
    }
    return "A setting has the wrong type: " + e.getOriginalMessage();
  }

  private static String wanted(Class<?> type) {
    if (type == int.class || type == long.class) {
      return "a whole number";
    }
    if (type == double.class) {
      return "a number";
    }
    if (type.isEnum()) {
      return "one of "
          + Stream.of(type.getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", "));
    }
    return type.isRecord() ? "a group of settings" : "a list";
  }
}
