package dev.bulwark.train;

import java.util.Arrays;

/**
 * Brings numbers to unit spread, {@code (x - mean) / sqrt(variance + 1e-8)}, and to mean 0 unless
 * the mean is kept.
 *
 * <p>The paper whitens sequence scores (§3.2.3) and says neither whether the mean goes nor which
 * variance it means, so both are named here. One number alone has the variance 0.
 */
public enum Whitening {
  /** To mean 0, by the variance that divides by n - 1. */
  MEAN_REMOVED_UNBIASED(false, 1),
  /** To mean 0, by the variance that divides by n. */
  MEAN_REMOVED_BIASED(false, 0),
  /** About the same mean, by the variance that divides by n - 1. */
  MEAN_KEPT_UNBIASED(true, 1),
  /** About the same mean, by the variance that divides by n. */
  MEAN_KEPT_BIASED(true, 0);

  private static final double EPSILON = 1e-8;

  private final boolean keepsMean;
  private final int lost;

  Whitening(boolean keepsMean, int lost) {
    this.keepsMean = keepsMean;
    this.lost = lost;
  }

  /** The whitened numbers, {@code [k]}. */
  public double[] of(double... values) {
    double mean = mean(values);
    double spread = Math.sqrt(variance(values, lost) + EPSILON);
    return Arrays.stream(values)
        .map(value -> (value - mean) / spread + (keepsMean ? mean : 0))
        .toArray();
  }

  static double mean(double... values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /** The variance, by n less {@code lost} degrees of freedom. */
  static double variance(double[] values, int lost) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return squares / Math.max(1, values.length - lost);
  }
}
