package dev.bulwark.train;

import dev.bulwark.data.Require;
import java.util.Arrays;

/** What pure functions ask of the lengths of their arrays. */
final class Lengths {
  private Lengths() {}

  /** Holds an array to the length that the others have. */
  static void same(String name, int length, int wanted) {
    Require.that(length == wanted, "The length of " + name, length, String.valueOf(wanted));
  }

  /** Holds the lengths of sequences to the tokens that there are. */
  static void fill(int[] lengths, int tokens) {
    boolean negative = Arrays.stream(lengths).anyMatch(length -> length < 0);
    Require.that(!negative, "lengths", Arrays.toString(lengths), "0 or more each");
    same("all sequences together", Arrays.stream(lengths).sum(), tokens);
  }
}
