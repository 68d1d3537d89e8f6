package dev.bulwark.stage;

import dev.bulwark.data.Require;

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
    Require.that(everySteps >= 0, "everySteps", everySteps, "0 or more");
    Require.atLeast(1, "everySeconds", everySeconds);
    Require.atLeast(1, "keep", keep);
  }

  /** Every five minutes; the latest two stay. */
  public static CheckpointPlan defaults() {
    return new CheckpointPlan(0, 300, 2);
  }
}
