package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The fields of a JSON object that must have exactly the types they should.
 *
 * @param object the object
 * @param where file, or file and line
 */
record Fields(JsonNode object, String where) {

  JsonNode at(String field) {
    JsonNode value = object.get(field);
    if (value == null) {
      throw bad("WRONG_TYPE", "the field '" + field + "' is missing");
    }
    return value;
  }

  Fields in(String field) {
    if (!at(field).isObject()) {
      throw wrongType(field, "an object");
    }
    return new Fields(at(field), where);
  }

  String text(String field) {
    if (!at(field).isTextual()) {
      throw wrongType(field, "text");
    }
    return at(field).textValue();
  }

  Optional<String> label(String field) {
    return object.hasNonNull(field) ? Optional.of(text(field)) : Optional.empty();
  }

  /** A label that may be absent, but is text where it is there. */
  Optional<String> labelOrAbsent(String field) {
    return object.has(field) ? Optional.of(text(field)) : Optional.empty();
  }

  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : at(field)) {
      if (!one.isTextual()) {
        throw wrongType(field, "a list of texts");
      }
      texts.add(one.textValue());
    }
    if (!at(field).isArray()) {
      throw wrongType(field, "a list of texts");
    }
    return texts;
  }

  /** A number that may be none, such as NaN; null where nothing is known. */
  OptionalDouble number(String field) {
    JsonNode value = at(field);
    if (value.isNull()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber()) {
      throw wrongType(field, "a number or null");
    }
    return OptionalDouble.of(value.doubleValue());
  }

  boolean flag(String field) {
    if (!at(field).isBoolean()) {
      throw wrongType(field, "true or false");
    }
    return at(field).booleanValue();
  }

  int count(String field) {
    JsonNode value = at(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw wrongType(field, "a count");
    }
    return value.intValue();
  }

  UnusableResults wrongType(String field, String expected) {
    return bad(
        "WRONG_TYPE", "the field '" + field + "' is " + at(field) + ", but must be " + expected);
  }

  UnusableResults bad(String code, String what) {
    return new UnusableResults(code, "In " + where + " " + what + ".");
  }
}
