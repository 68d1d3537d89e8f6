package dev.bulwark.stage;

import dev.bulwark.train.PiecewiseReward;

/**
 * How the scores of reward models are used.
 *
 * @param threshold probability of being safe below which the safety model decides about any answer,
 *     in (0, 1); 0.15 by default, as in the paper (§3.2.3). One model alone has no use for it
 * @param acceptsUncalibrated whether models without a calibration will do, whose raw scores count
 *     then; false by default
 */
public record RewardUse(double threshold, boolean acceptsUncalibrated) {

  /** Checks the range. */
  public RewardUse {
    new PiecewiseReward(threshold);
  }

  /** The paper's threshold, calibrated models only. */
  public static RewardUse defaults() {
    return new RewardUse(PiecewiseReward.paper().threshold(), false);
  }
}
