package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * What a policy pays for leaving the reference (paper §3.2.3: {@code R - beta KL}), token by token.
 *
 * @param beta coefficient at the start, in [0, 1000000); the paper's 0.01 for 7B and 13B, 0.005 for
 *     larger models
 * @param estimator how the distance of a token is measured; not in the paper, {@code K1} is classic
 * @param target mean KL of an answer, in nats, towards which the coefficient is steered, in [0,
 *     1000000); 0, the default and the paper's, keeps it constant
 * @param horizon answers over which the coefficient adapts, above 0
 */
public record KlPenalty(double beta, KlEstimator estimator, double target, double horizon) {
  private static final double LARGEST_ERROR = 0.2;

  /** Checks the ranges. */
  public KlPenalty {
    Require.that(beta >= 0 && beta < 1e6, "beta", beta, "in [0, 1000000)");
    Require.that(target >= 0 && target < 1e6, "target", target, "in [0, 1000000)");
    Require.that(target == 0 || beta > 0, "beta", beta, "above 0 where there is a target");
    Require.that(horizon > 0, "horizon", horizon, "above 0");
  }

  /** The paper's 0.01, constant. */
  public static KlPenalty paper() {
    return new KlPenalty(0.01, KlEstimator.K1, 0, 10_000);
  }

  /** With another coefficient, in [0, 1000000). */
  public KlPenalty beta(double other) {
    return new KlPenalty(other, estimator, target, horizon);
  }

  /** The coefficient after a batch, as {@link KlController} steers it. */
  double after(double coefficient, double kl, int answers) {
    return target == 0
        ? coefficient
        : new KlController(coefficient, target, horizon, LARGEST_ERROR).after(kl, answers).beta();
  }
}
