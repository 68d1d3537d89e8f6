package dev.bulwark.gate;

import dev.bulwark.evaluate.statistics.Interval;
import java.util.OptionalDouble;

/**
 * What a comparison knows, and what is demanded; harm is positive when the candidate is worse. NaN
 * stands for what is missing.
 *
 * @param estimate the harm
 * @param bounds one-sided bounds of it
 * @param p the probability of so much harm if nothing got worse
 * @param margin the harm to be ruled out, or to be seen
 * @param mde the smallest harm that would be seen, empty where nothing is known about it
 * @param minimumHarm a smaller harm is never called worse
 */
record Evidence(
    double estimate,
    Interval bounds,
    double p,
    double margin,
    OptionalDouble mde,
    double minimumHarm) {
  /** Numbers this close count as equal. */
  static final double ROUNDING = 1e-12;

  /** Whether all numbers are what they should be; broken evidence is no evidence. */
  boolean isWhole() {
    double reach = mde.orElse(0);
    return Double.isFinite(bounds.lower())
        && Double.isFinite(bounds.upper())
        && bounds.lower() <= bounds.upper() + ROUNDING
        && p >= 0
        && p <= 1
        && margin >= 0
        && margin <= 1
        && Double.isFinite(reach)
        && reach >= 0;
  }

  /** Whether harm of the margin's size is ruled out. */
  boolean excludesMargin() {
    return bounds.upper() <= margin + ROUNDING;
  }

  /** Whether harm of the margin's size would have been seen. */
  boolean seesMargin() {
    return mde.isPresent() && mde.getAsDouble() <= margin + ROUNDING;
  }

  /** Decides, given the p-value as adjusted over the family. */
  Status decide(double adjusted, double alpha, GateSettings.Mode mode) {
    if (!isWhole()) {
      return Status.ERROR;
    }
    if (isWorse(adjusted, alpha)) {
      return Status.FAIL;
    }
    boolean seen = mode == GateSettings.Mode.DETECT && seesMargin();
    return excludesMargin() || seen ? Status.PASS : Status.INCONCLUSIVE;
  }

  /** Whether the candidate is worse: surely so, and by an amount that counts. */
  boolean isWorse(double adjusted, double alpha) {
    return adjusted < alpha - ROUNDING && estimate > minimumHarm;
  }

  /** The p-value for the family: evidence that is broken stays in it and shows nothing. */
  double familyP() {
    return isWhole() ? p : 1;
  }
}
