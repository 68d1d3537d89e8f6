package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * The coefficient of the KL penalty, steered towards a target (Ziegler et al., 2019): {@code error
 * = clip(kl / target - 1, -clip, clip)}, then {@code beta * (1 + error * samples / horizon)}.
 *
 * <p>The paper holds it constant; then none of this is needed.
 *
 * @param beta the coefficient now, in (0, 1000000)
 * @param target mean KL of a whole answer, in nats, above 0
 * @param horizon samples over which the coefficient adapts, above 0
 * @param clip largest relative error that counts, above 0; 0.2 is usual
 */
public record KlController(double beta, double target, double horizon, double clip) {

  /** Checks the ranges. */
  public KlController {
    Require.that(beta > 0 && beta < 1e6, "beta", beta, "in (0, 1000000)");
    Require.that(target > 0, "target", target, "above 0");
    Require.that(horizon > 0, "horizon", horizon, "above 0");
    Require.that(clip > 0, "clip", clip, "above 0");
  }

  /**
   * The controller after a batch.
   *
   * @param kl mean KL of its answers, each the sum over its tokens, in nats
   * @param samples answers in the batch
   */
  public KlController after(double kl, int samples) {
    double error = Math.max(-clip, Math.min(clip, kl / target - 1));
    return new KlController(beta * (1 + error * samples / horizon), target, horizon, clip);
  }
}
