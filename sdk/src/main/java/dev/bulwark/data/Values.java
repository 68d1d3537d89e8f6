package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalDouble;

/** Values that a file of text columns holds as words: numbers, truths. */
final class Values {
  private Values() {}

  static boolean missing(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /** A number, or empty where there is none. */
  static OptionalDouble number(Row row, String field, JsonNode value) {
    if (missing(value)) {
      return OptionalDouble.empty();
    }
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return OptionalDouble.of(value.doubleValue());
    }
    try {
      double number = Double.parseDouble(value.isTextual() ? value.asText() : "");
      if (Double.isFinite(number)) {
        return OptionalDouble.of(number);
      }
    } catch (NumberFormatException e) {
      // Said below, with the place.
    }
    throw row.bad(
        "The field '%s' is %s, but must be a number".formatted(field, value),
        "Write a number or leave it out");
  }

  /** Yes or no, or empty where there is neither. */
  static Optional<Boolean> truth(Row row, String field, JsonNode value) {
    if (missing(value)) {
      return Optional.empty();
    }
    String word = value.isTextual() || value.isBoolean() ? value.asText() : "";
    if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
      return Optional.of(Boolean.parseBoolean(word));
    }
    throw row.bad(
        "The field '%s' is %s, but must be true or false".formatted(field, value),
        "Write true or false or leave it out");
  }
}
