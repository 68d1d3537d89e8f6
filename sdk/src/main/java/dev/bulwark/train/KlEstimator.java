package dev.bulwark.train;

/**
 * How far a token's log-probability is from the reference's, {@code d = ln policy - ln reference}
 * at a token that the policy drew.
 *
 * <p>The mean of {@code K1} and of {@code K3} over draws is the divergence, that of {@code K2} only
 * nearly (Schulman, 2020). In a reward {@code K1} is the classic choice; {@code K3} is biased
 * there, because the reward is not differentiated.
 */
public enum KlEstimator {
  /** {@code d}: unbiased, of either sign. */
  K1,
  /** {@code d² / 2}: never negative, of small variance, biased. */
  K2,
  /** {@code e^-d - 1 + d}: unbiased and never negative. */
  K3,
  /** {@code |d|}: a penalty, no divergence. */
  ABS;

  /** The estimate at one token, in nats. */
  public double of(double policy, double reference) {
    double d = policy - reference;
    return switch (this) {
      case K1 -> d;
      case K2 -> d * d / 2;
      case K3 -> Math.expm1(-d) + d;
      case ABS -> Math.abs(d);
    };
  }

  /** The estimates of tokens, {@code [k]}. */
  public double[] of(double[] policy, double[] reference) {
    Lengths.same("reference", reference.length, policy.length);
    double[] estimates = new double[policy.length];
    for (int i = 0; i < estimates.length; i++) {
      estimates[i] = of(policy[i], reference[i]);
    }
    return estimates;
  }
}
