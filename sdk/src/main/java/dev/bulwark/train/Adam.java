package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * The numbers of AdamW (Loshchilov and Hutter, 2019).
 *
 * @param beta1 memory of the mean gradient, in [0, 1)
 * @param beta2 memory of its square, in [0, 1)
 * @param epsilon what keeps the division from zero, above 0
 * @param weightDecay decoupled decay of matrices, in [0, 1); norms and biases are never decayed
 */
public record Adam(double beta1, double beta2, double epsilon, double weightDecay) {

  /** Checks the ranges. */
  public Adam {
    Require.that(beta1 >= 0 && beta1 < 1, "beta1", beta1, "in [0, 1)");
    Require.that(beta2 >= 0 && beta2 < 1, "beta2", beta2, "in [0, 1)");
    Require.that(epsilon > 0, "epsilon", epsilon, "above 0");
    Require.that(weightDecay >= 0 && weightDecay < 1, "weightDecay", weightDecay, "in [0, 1)");
  }

  /** The paper's (§3.2.3): 0.9, 0.95, 1e-5 instead of the usual 1e-8, decay 0.1. */
  public static Adam paper() {
    return new Adam(0.9, 0.95, 1e-5, 0.1);
  }

  /** With another decay. */
  public Adam weightDecay(double other) {
    return new Adam(beta1, beta2, epsilon, other);
  }
}
