package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

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
