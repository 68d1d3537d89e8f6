package dev.bulwark.gate;

import dev.bulwark.data.Require;

/**
 * How strictly a gate decides.
 *
 * @param mode what a pass needs
 * @param alpha probability of a false alarm over all comparisons together, above 0 and below 0.5
 * @param power probability with which a harm as large as a margin is to be seen, from 0.5 to below
 *     1
 * @param maxErrorRate share of prompts, from 0 to 1, that may end in an error
 * @param maxParseFailures answers of a judge, from 0, that may be no judgement
 */
public record GateSettings(
    Mode mode, double alpha, double power, double maxErrorRate, int maxParseFailures) {

  /** What a comparison needs to pass. */
  public enum Mode {
    /** The margin is ruled out, or the test would have seen a harm of that size. */
    DETECT,
    /** The margin is ruled out. */
    ASSURE
  }

  /** Checks the ranges. */
  public GateSettings {
    Require.that(alpha > 0 && alpha < 0.5, "alpha", alpha, "above 0 and below 0.5");
    Require.that(power >= 0.5 && power < 1, "power", power, "at least 0.5 and below 1");
    Require.that(maxErrorRate >= 0 && maxErrorRate <= 1, "maxErrorRate", maxErrorRate, "0 to 1");
    Require.that(maxParseFailures >= 0, "maxParseFailures", maxParseFailures, "at least 0");
  }

  /** Detect, alpha 0.05, power 0.8, errors up to 1 %, no parse failures. */
  public static GateSettings defaults() {
    return new GateSettings(Mode.DETECT, 0.05, 0.8, 0.01, 0);
  }

  /** Decides in another mode. */
  public GateSettings mode(Mode other) {
    return new GateSettings(other, alpha, power, maxErrorRate, maxParseFailures);
  }

  /** Decides at another level. */
  public GateSettings alpha(double level) {
    return new GateSettings(mode, level, power, maxErrorRate, maxParseFailures);
  }

  /** Tolerates another share of errors. */
  public GateSettings maxErrorRate(double share) {
    return new GateSettings(mode, alpha, power, share, maxParseFailures);
  }

  /** Tolerates another number of judge's answers that are no judgement. */
  public GateSettings maxParseFailures(int count) {
    return new GateSettings(mode, alpha, power, maxErrorRate, count);
  }
}
