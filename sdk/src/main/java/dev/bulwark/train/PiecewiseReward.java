package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * One reward from two reward models (paper §3.2.3): the safety model's where the prompt is tagged
 * or the answer looks unsafe, else the helpfulness model's.
 *
 * <p>Works on raw scores, of which the paper's rewards are the sigmoid: its {@code logit(R_c)} is
 * the chosen raw score itself, and never saturates.
 *
 * @param threshold safety probability below which an answer looks unsafe, in (0, 1); the paper's
 *     0.15 is a raw score of {@code ln(0.15 / 0.85) = -1.7346}
 */
public record PiecewiseReward(double threshold) {

  /** Checks the threshold. */
  public PiecewiseReward {
    Require.that(threshold > 0 && threshold < 1, "threshold", threshold, "in (0, 1)");
  }

  /** The paper's threshold, at which its safety model finds unsafe answers with precision 0.89. */
  public static PiecewiseReward paper() {
    return new PiecewiseReward(0.15);
  }

  /** Whether the safety model decides about an answer with that raw safety score. */
  public boolean safetyDecides(double safety, boolean tagged) {
    return tagged || safety < Logistic.logit(threshold);
  }

  /** The raw score that counts, of one answer. */
  public double of(double safety, double helpfulness, boolean tagged) {
    return safetyDecides(safety, tagged) ? safety : helpfulness;
  }
}
