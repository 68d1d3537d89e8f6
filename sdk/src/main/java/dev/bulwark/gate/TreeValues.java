package dev.bulwark.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of a tree that a pom or a file gives; numbers may be text, and text with a percent sign is
 * a share.
 *
 * @param tree the tree
 * @param place what to call its place in an error
 */
record TreeValues(JsonNode tree, String place) {
  private static final int PERCENT = 100;

  /** Refuses keys that mean nothing here: a misspelt one would be a rule that nobody checks. */
  void known(List<String> keys) {
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      if (!keys.contains(field.getKey())) {
        throw new BadInput(
            "Unknown key '" + field.getKey() + "'",
            place,
            "Known here are " + String.join(", ", keys));
      }
    }
  }

  /** A number, or a percentage as a share. */
  Optional<Double> number(String key) {
    JsonNode value = tree.get(key);
    if (value == null) {
      return Optional.empty();
    }
    String text = value.asText().strip();
    boolean percent = text.endsWith("%");
    String digits = percent ? text.substring(0, text.length() - 1).strip() : text;
    try {
      if (value.isValueNode() && !value.isBoolean() && !value.isNull()) {
        double parsed = Double.parseDouble(digits);
        return Optional.of(percent ? parsed / PERCENT : parsed);
      }
    } catch (NumberFormatException e) {
      throw noNumber(key, text);
    }
    throw noNumber(key, value.toString());
  }

  /** A number from 0 to 1; one above, such as 3, might be meant as percent, but is not guessed. */
  Optional<Double> share(String key) {
    Optional<Double> number = number(key);
    double value = number.orElse(0.0);
    if (value >= 0 && value <= 1) {
      return number;
    }
    boolean percent = value > 1 && value <= PERCENT;
    throw new BadInput(
        "'" + key + "' is " + tree.path(key).asText() + ", but must be between 0 and 1",
        place,
        percent
            ? "Write " + Words.given(value) + "% or " + Words.given(value / PERCENT)
            : "Write a share like 0.02 or 2%");
  }

  /** A count from 0. */
  Optional<Integer> count(String key) {
    Optional<Double> number = number(key);
    double value = number.orElse(0.0);
    if (value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value)) {
      return number.map(Double::intValue);
    }
    throw new BadInput(
        "'" + key + "' is " + tree.path(key).asText() + ", but must be a count",
        place,
        "Write a whole number from 0");
  }

  /** Texts of a list; none where there is no such key. */
  List<String> texts(String key) {
    JsonNode list = tree.path(key);
    List<String> texts = new ArrayList<>();
    for (JsonNode one : list) {
      texts.add(one.asText().strip());
    }
    if (tree.has(key) && !list.isArray()) {
      throw new BadInput("'" + key + "' is not a list", place, "Write a list");
    }
    return texts;
  }

  private BadInput noNumber(String key, String text) {
    return new BadInput(
        "'" + key + "' is " + text + ", which is no number",
        place,
        "Write a share like 0.02 or 2%");
  }
}
