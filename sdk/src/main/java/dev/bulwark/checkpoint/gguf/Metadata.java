package dev.bulwark.checkpoint.gguf;

import dev.bulwark.data.BadInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The key/value part of a GGUF file, asked for by type. */
record Metadata(Path file, Map<String, Object> values) {

  boolean has(String key) {
    return values.containsKey(key);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(value -> as(key, value, String.class, "text"));
  }

  boolean flag(String key, boolean standard) {
    Object value = values.get(key);
    return value == null ? standard : as(key, value, Boolean.class, "true or false");
  }

  /** A positive whole number that must be there. */
  int size(String key) {
    long value = whole(key, values.get(key));
    if (value < 1) {
      throw wrong(key, value, "a positive whole number");
    }
    return (int) value;
  }

  int size(String key, int standard) {
    return has(key) ? size(key) : standard;
  }

  /** A token id, where there is one, of a vocabulary. */
  Optional<Integer> id(String key, int vocabulary) {
    if (!has(key)) {
      return Optional.empty();
    }
    long id = whole(key, values.get(key));
    // All ones is how llama.cpp writes "none".
    if (id == -1 || id == 0xffffffffL) {
      return Optional.empty();
    }
    if (id < 0 || id >= vocabulary) {
      throw wrong(key, id, "below the vocabulary's %d tokens".formatted(vocabulary));
    }
    return Optional.of((int) id);
  }

  /** A positive real, as short in decimals as its type tells it apart. */
  OptionalDouble positive(String key) {
    Object value = values.get(key);
    if (value == null) {
      return OptionalDouble.empty();
    }
    double number = value instanceof Number ? Double.parseDouble(value.toString()) : Double.NaN;
    if (!(number > 0) || Double.isInfinite(number)) {
      throw wrong(key, value, "a positive number");
    }
    return OptionalDouble.of(number);
  }

  /** A list of one kind of values; an absent one is empty. */
  <T> List<T> list(String key, Class<T> kind) {
    List<?> values = as(key, this.values.getOrDefault(key, List.of()), List.class, "a list");
    return values.stream().<T>map(value -> as(key, value, kind, "a list of its kind")).toList();
  }

  private long whole(String key, @Nullable Object value) {
    if (!(value instanceof Long number)
        || number < Integer.MIN_VALUE
        || number > 0xffffffffL
        || (number > Integer.MAX_VALUE && number != 0xffffffffL)) {
      throw wrong(key, value, "a whole number");
    }
    return number;
  }

  private <T> T as(String key, Object value, Class<T> kind, String name) {
    if (!kind.isInstance(value)) {
      throw wrong(key, value, name);
    }
    return kind.cast(value);
  }

  private BadInput wrong(String key, @Nullable Object value, String must) {
    String found = value == null ? "missing" : abbreviated(value.toString());
    return Cursor.broken(file, "%s is %s, but must be %s".formatted(key, found, must));
  }

  private static String abbreviated(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
