package dev.bulwark.stage;

/**
 * How often a run keeps what it needs to go on after it was killed.
 *
 * @param everySteps steps between two checkpoints; 0, the default, leaves it to the time
 * @param everySeconds seconds between two checkpoints, from 1; 300 by default
 * @param keep how many of the latest stay, from 1; 2 by default
 */
public record CheckpointPlan(int everySteps, int everySeconds, int keep) {

  /** Checks the ranges. */
  public CheckpointPlan {
    check(everySteps >= 0, "everySteps", everySteps, "0 or more");
    check(everySeconds >= 1, "everySeconds", everySeconds, "at least 1");
    check(keep >= 1, "keep", keep, "at least 1");
  }

  /** Every five minutes; the latest two stay. */
  public static CheckpointPlan defaults() {
    return new CheckpointPlan(0, 300, 2);
  }

  private static void check(boolean holds, String name, int value, String range) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %d, but must be %s".formatted(name, value, range));
    }
  }
}
