package dev.bulwark.gate;

import java.util.OptionalDouble;

/**
 * How much harm a comparison lets pass.
 *
 * @param margin the change for the worse, from 0 to 1, that must be ruled out or would have been
 *     seen; empty for auto, which the baseline has settled
 * @param minimumHarm a change below this is never called worse, however sure it is, from 0 to 1;
 *     empty for the metric's own
 * @param lowest for a tail, the share of the lowest scores, above 0 and up to 1; empty for 0.05
 *     from 1,000 prompts on and 0.1 from 300 on
 */
public record Tolerance(OptionalDouble margin, OptionalDouble minimumHarm, OptionalDouble lowest) {

  /** The margin that was settled when the baseline was made. */
  public static Tolerance auto() {
    return new Tolerance(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** A margin from 0 to 1. */
  public static Tolerance of(double margin) {
    return new Tolerance(OptionalDouble.of(margin), OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** The same with another smallest change that counts. */
  public Tolerance minimumHarm(double change) {
    return new Tolerance(margin, OptionalDouble.of(change), lowest);
  }

  /** The same over another share of the lowest scores. */
  public Tolerance lowest(double share) {
    return new Tolerance(margin, minimumHarm, OptionalDouble.of(share));
  }
}
