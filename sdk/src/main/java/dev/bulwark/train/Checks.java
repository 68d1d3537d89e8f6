package dev.bulwark.train;

import java.util.Arrays;

/**
 * What settings and pure functions ask of their values: {@code name is value, but must be range},
 * as an {@link IllegalArgumentException}, which {@code Settings} turns into an error with a place.
 */
public final class Checks {
  private Checks() {}

  /**
   * Holds a setting to its range.
   *
   * @param holds whether the value is in its range; write it so that NaN is not
   * @param name of the setting, as users write it
   * @param range in words that go on from "but must be", such as {@code in (0, 1)}
   * @throws IllegalArgumentException if it does not hold
   */
  public static void range(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s, but must be %s".formatted(name, value, range));
    }
  }

  /**
   * Holds a count to at least so many.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public static void atLeast(long least, String name, long value) {
    range(value >= least, name, value, "at least " + least);
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
