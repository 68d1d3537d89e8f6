package dev.bulwark.evaluate.statistics;

/** Says what is wrong with an argument, in one form: {@code name is value, but must be range}. */
public final class Require {
  private Require() {}

  /**
   * Holds an argument to its range.
   *
   * @throws IllegalArgumentException if it does not hold
   */
  public static void that(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be " + range);
    }
  }
}
