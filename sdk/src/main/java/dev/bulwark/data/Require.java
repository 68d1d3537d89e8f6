package dev.bulwark.data;

/**
 * What settings and pure functions ask of their values: {@code name is value, but must be range},
 * as an {@link IllegalArgumentException}. Where a user wrote the value, {@code Settings} makes a
 * {@link BadInput} of it, which has a place.
 */
public final class Require {
  private Require() {}

  /**
   * Holds a value to its range.
   *
   * @param holds whether the value is in its range; write it so that NaN is not
   * @param name of the value, as users write it
   * @param range in words that go on from "but must be", such as {@code in (0, 1)}
   * @throws IllegalArgumentException if it does not hold
   */
  public static void that(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be " + range);
    }
  }

  /**
   * Holds a count to at least so many.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public static void atLeast(long least, String name, long value) {
    that(value >= least, name, value, "at least " + least);
  }
}
