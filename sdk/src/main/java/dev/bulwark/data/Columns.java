package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which columns of a file hold the fields that a reader knows; a field that is not named here lies
 * in the column of its own name.
 *
 * @param byField the column of each renamed field
 */
record Columns(Map<String, String> byField) {
  static final Columns OWN_NAMES = new Columns(Map.of());

  /**
   * Columns for a reader.
   *
   * @param known the fields the reader knows
   * @throws IllegalArgumentException for a field it does not know
   */
  static Columns of(Map<String, String> byField, Collection<String> known) {
    check(byField.keySet(), known);
    return new Columns(new TreeMap<>(byField));
  }

  /** Refuses fields that a reader does not know. */
  static void check(Set<String> fields, Collection<String> known) {
    Set<String> unknown = new TreeSet<>(fields);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "columns names %s, but must name only %s"
              .formatted(String.join(", ", unknown), String.join(", ", new TreeSet<>(known))));
    }
  }

  /** Columns that are named for prompts and answers mean that no list of turns beside them is. */
  private static final Set<String> TURNS = Set.of("messages", "conversations", "conversation");

  /** A view of one file's rows with the reader's own names. */
  final class View {
    private final Set<String> missing = new HashSet<>(byField.values());

    Row of(Row row) {
      if (byField.isEmpty()) {
        return row;
      }
      ObjectNode renamed = row.fields().deepCopy();
      if (byField.containsKey("completion")) {
        renamed.remove(TURNS);
      }
      byField.forEach(
          (field, column) -> {
            JsonNode value = row.fields().path(column);
            if (value.isMissingNode()) {
              renamed.remove(field);
            } else {
              missing.remove(column);
              renamed.set(field, value);
            }
          });
      return new Row(row.file(), row.number(), renamed);
    }

    /** Refuses a column that no row of the file had: it is misspelt. */
    void close(Path file) {
      if (!missing.isEmpty()) {
        throw BadInput.in(
            file,
            "No row has the column '%s'".formatted(new TreeSet<>(missing).first()),
            "Correct the name under columns, or remove it");
      }
    }
  }
}
