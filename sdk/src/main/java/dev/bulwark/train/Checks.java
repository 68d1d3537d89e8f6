package dev.bulwark.train;

import java.util.Arrays;

/** What the pure functions of this room ask of their arguments. */
final class Checks {
  private Checks() {}

  /** Holds a setting to its range. */
  static void range(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s, but must be %s".formatted(name, value, range));
    }
  }

  /** Holds an array to the length that the others have. */
  static void length(String name, int length, int wanted) {
    range(length == wanted, "The length of " + name, length, String.valueOf(wanted));
  }

  /** Holds the lengths of sequences to the tokens that there are. */
  static void lengths(int[] lengths, int tokens) {
    boolean negative = Arrays.stream(lengths).anyMatch(length -> length < 0);
    range(!negative, "lengths", Arrays.toString(lengths), "0 or more each");
    length("all sequences together", Arrays.stream(lengths).sum(), tokens);
  }
}
