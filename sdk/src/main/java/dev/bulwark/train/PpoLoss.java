package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * Clipped policy loss (Schulman et al., 2017; paper §3.2.3): {@code max(-A ratio, -A clip(ratio, 1
 * - low, 1 + high))} a token, {@code ratio = new / old} probability.
 *
 * @param clipLow how far the ratio may fall below 1, in (0, 1); the paper's 0.2
 * @param clipHigh how far it may rise above 1, above 0; the paper's 0.2
 */
public record PpoLoss(double clipLow, double clipHigh) {

  /** Checks the ranges. */
  public PpoLoss {
    Require.that(clipLow > 0 && clipLow < 1, "clipLow", clipLow, "in (0, 1)");
    Require.that(clipHigh > 0, "clipHigh", clipHigh, "above 0");
  }

  /**
   * The loss of tokens, by their new log-probabilities.
   *
   * @param current log-probabilities under the policy that is trained, {@code [k]}
   * @param old log-probabilities under the policy that drew them, by the same forward pass, {@code
   *     [k]}
   * @param advantages of each token, {@code [k]}
   * @param shares of {@link TokenMean}, {@code [k]}
   */
  public Policy of(double[] current, double[] old, double[] advantages, double... shares) {
    Lengths.same("old", old.length, current.length);
    Lengths.same("advantages", advantages.length, current.length);
    Lengths.same("shares", shares.length, current.length);
    double value = 0;
    double[] gradient = new double[current.length];
    RatioStatistics statistics = RatioStatistics.NONE;
    for (int i = 0; i < current.length; i++) {
      double ratio = Math.exp(current[i] - old[i]);
      double free = -advantages[i] * ratio;
      double held = -advantages[i] * Math.max(1 - clipLow, Math.min(1 + clipHigh, ratio));
      value += shares[i] * Math.max(free, held);
      gradient[i] = held > free ? 0 : shares[i] * free;
      statistics = statistics.plus(RatioStatistics.of(current[i] - old[i], held > free));
    }
    return new Policy(new Loss(value, gradient), statistics);
  }

  /**
   * How far any ratio is from 1. Before the first step of an iteration it is 0 up to rounding, else
   * the old log-probabilities are not this policy's.
   */
  public static double furthest(double[] current, double... old) {
    Lengths.same("old", old.length, current.length);
    double furthest = 0;
    for (int i = 0; i < current.length; i++) {
      furthest = Math.max(furthest, Math.abs(Math.expm1(current[i] - old[i])));
    }
    return furthest;
  }

  /** A policy's loss and how far it has moved. */
  public record Policy(Loss loss, RatioStatistics statistics) {}
}
