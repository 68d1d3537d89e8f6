package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * How the learning rate moves over the steps of a run.
 *
 * @param kind the form after the warm-up; cosine is the paper's (§3.1)
 * @param warmup share of all steps in which the rate rises to its peak, in [0, 1); rounded up. The
 *     paper names 3 % for reward models (§3.2.2) and none for fine-tuning
 * @param warmupSteps the least number of these steps, from 0; the paper's is 5 for reward models
 * @param floor share of the peak that a cosine or a line ends at, in [0, 1]; paper §3.2.2: 0.1
 */
public record ScheduleShape(Kind kind, double warmup, int warmupSteps, double floor) {

  /** The form after the warm-up. */
  public enum Kind {
    /** Half a wave from the peak to the floor. */
    COSINE,
    /** A line from the peak to the floor. */
    LINEAR,
    /** The peak, to the end. */
    CONSTANT
  }

  /** Checks the ranges. */
  public ScheduleShape {
    Require.that(warmup >= 0 && warmup < 1, "warmup", warmup, "in [0, 1)");
    Require.that(warmupSteps >= 0, "warmupSteps", warmupSteps, "0 or more");
    Require.that(floor >= 0 && floor <= 1, "floor", floor, "in [0, 1]");
  }

  /** A cosine, without a least warm-up. */
  public static ScheduleShape cosine(double warmup, double floor) {
    return new ScheduleShape(Kind.COSINE, warmup, 0, floor);
  }

  /** The peak at every step. */
  public static ScheduleShape constant() {
    return new ScheduleShape(Kind.CONSTANT, 0, 0, 1);
  }

  /** With at least that many steps of warm-up, from 0. */
  public ScheduleShape warmupSteps(int steps) {
    return new ScheduleShape(kind, warmup, steps, floor);
  }
}
