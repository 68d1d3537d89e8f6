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
public record Fields(JsonNode object, String where) {

  /** Any value, which must be there. */
  public JsonNode at(String field) {
    JsonNode value = object.get(field);
    if (value == null) {
      throw bad("WRONG_TYPE", "the field '" + field + "' is missing");
    }
    return value;
  }

  /** An object. */
  public Fields in(String field) {
    if (!at(field).isObject()) {
      throw wrongType(field, "an object");
    }
    return new Fields(at(field), where);
  }

  /** Text. */
  public String text(String field) {
    if (!at(field).isTextual()) {
      throw wrongType(field, "text");
    }
    return at(field).textValue();
  }

  Optional<String> label(String field) {
    return object.hasNonNull(field) ? Optional.of(text(field)) : Optional.empty();
  }

  /** A label that may be absent, but is text where it is there. */
  public Optional<String> labelOrAbsent(String field) {
    return object.has(field) ? Optional.of(text(field)) : Optional.empty();
  }

  /** A list of texts. */
  public List<String> texts(String field) {
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

  /** The objects of a list. */
  public List<Fields> objects(String field) {
    if (!at(field).isArray()) {
      throw wrongType(field, "a list of objects");
    }
    List<Fields> objects = new ArrayList<>();
    for (JsonNode one : at(field)) {
      if (!one.isObject()) {
        throw wrongType(field, "a list of objects");
      }
      objects.add(new Fields(one, where));
    }
    return objects;
  }

  /** A number that is one. */
  public double figure(String field) {
    double figure = number(field).orElse(Double.NaN);
    if (!Double.isFinite(figure)) {
      throw wrongType(field, "a number");
    }
    return figure;
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

  /** True or false. */
  public boolean flag(String field) {
    if (!at(field).isBoolean()) {
      throw wrongType(field, "true or false");
    }
    return at(field).booleanValue();
  }

  /** A whole number from 0. */
  public int count(String field) {
    JsonNode value = at(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
      throw wrongType(field, "a count");
    }
    return value.intValue();
  }

  /** The error for a field that holds something else than it must. */
  public UnusableResults wrongType(String field, String expected) {
    return bad(
        "WRONG_TYPE", "the field '" + field + "' is " + at(field) + ", but must be " + expected);
  }

  UnusableResults bad(String code, String what) {
    return new UnusableResults(code, "In " + where + " " + what + ".");
  }
}
