package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * The policy loss of GRPO (Shao et al., 2024): PPO's, with the distance from the reference in the
 * loss ({@link KlEstimator#K3}, here differentiated) and not in the reward.
 *
 * @param policy the clipped loss
 * @param beta weight of the distance, in [0, 1000000)
 */
public record GrpoLoss(PpoLoss policy, double beta) {

  /** Checks the weight. */
  public GrpoLoss {
    Require.that(beta >= 0 && beta < 1e6, "beta", beta, "in [0, 1000000)");
  }

  /** As {@link PpoLoss#of}, with the reference's log-probabilities, {@code [k]}. */
  public PpoLoss.Policy of(
      double[] current, double[] old, double[] reference, double[] advantages, double... shares) {
    PpoLoss.Policy clipped = policy.of(current, old, advantages, shares);
    Loss loss = clipped.loss().plus(beta, distance(current, reference, shares));
    return new PpoLoss.Policy(loss, clipped.statistics());
  }

  private static Loss distance(double[] current, double[] reference, double... shares) {
    double[] estimates = KlEstimator.K3.of(current, reference);
    double value = 0;
    double[] gradient = new double[current.length];
    for (int i = 0; i < current.length; i++) {
      value += shares[i] * estimates[i];
      gradient[i] = -shares[i] * Math.expm1(reference[i] - current[i]);
    }
    return new Loss(value, gradient);
  }
}
