package dev.bulwark.evaluate.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Quantiles of the standard normal distribution. */
final class Normal {
  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  private Normal() {}

  /** The z with that much probability above it. */
  static double above(double probability) {
    return STANDARD.inverseSurvivalProbability(probability);
  }

  /**
   * The z of a confidence level.
   *
   * @throws IllegalArgumentException for a level that is not between 0 and 1
   */
  static double ofConfidence(double confidence, boolean twoSided) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "confidence is " + confidence + ", but must be between 0 and 1");
    }
    return above(twoSided ? (1 - confidence) / 2 : 1 - confidence);
  }
}
