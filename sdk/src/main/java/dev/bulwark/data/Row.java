package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;

/**
 * A row of a data file: its fields and its place, for errors about its content.
 *
 * @param file the file
 * @param number its line, from 1; in a Parquet file, which has no lines, its row, from 1
 * @param fields its fields by name, an object
 */
record Row(Path file, long number, JsonNode fields) {

  /** Its place as errors name it. */
  String where() {
    return file + ":" + number;
  }

  /** Whether every value is text, so that lists stand in one cell. */
  boolean isTable() {
    return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.[ct]sv(\\.gz)?");
  }

  BadInput bad(String what, String remedy) {
    return BadInput.at(file, number, what, remedy);
  }

  /**
   * Refuses a field whose name is nearly one of these: a misspelt mark would judge nothing, and a
   * misspelt cluster would count as evidence of its own. Other fields are the reader's.
   */
  void refuseNearly(Collection<String> names) {
    fields
        .fieldNames()
        .forEachRemaining(
            field ->
                names.stream()
                    .filter(name -> !name.equals(field) && isNearly(field, name))
                    .findFirst()
                    .ifPresent(
                        name -> {
                          throw bad(
                              "The field '" + field + "' is unknown, but nearly '" + name + "'",
                              "Correct the name, or choose another one");
                        }));
  }

  /** Whether two names differ by at most two letters in one place, short ones by one. */
  private static boolean isNearly(String field, String name) {
    String given = field.toLowerCase(Locale.ROOT);
    int shorter = Math.min(given.length(), name.length());
    int front = 0;
    while (front < shorter && given.charAt(front) == name.charAt(front)) {
      front++;
    }
    int back = 0;
    while (back < shorter - front
        && given.charAt(given.length() - 1 - back) == name.charAt(name.length() - 1 - back)) {
      back++;
    }
    return Math.max(given.length(), name.length()) - front - back <= (name.length() > 4 ? 2 : 1);
  }
}
