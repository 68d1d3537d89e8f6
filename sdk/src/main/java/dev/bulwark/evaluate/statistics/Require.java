package dev.bulwark.evaluate.statistics;

/** Says what is wrong with an argument, in one form. */
final class Require {
  private Require() {}

  static void that(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be " + range);
    }
  }
}
