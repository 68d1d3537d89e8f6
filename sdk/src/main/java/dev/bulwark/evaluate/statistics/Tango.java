package dev.bulwark.evaluate.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * Tango's score interval of the difference of two rates measured on the same prompts (Tango 1998):
 * the differences D at which {@code (b - c - nD) / sqrt(n (2q + D(1 - D)))} stays within ±z, where
 * b and c count the changes for the worse and for the better and q is the maximum-likelihood
 * estimate of their smaller rate at D.
 *
 * @param newlyBad prompts that were good before and are bad now
 * @param newlyGood prompts that were bad before and are good now
 * @param n pairs in all; counts need not be whole, where a pair is a share of its base prompt
 */
public record Tango(double newlyBad, double newlyGood, double n) {
  private static final int HALVINGS = 200;

  /** Shares of prompts that were added up may exceed their sum by so little. */
  private static final double ROUNDING = 1e-12;

  /** Checks the counts. */
  public Tango {
    if (!(n > 0 && newlyBad >= 0 && newlyGood >= 0 && newlyBad <= n - newlyGood + ROUNDING * n)) {
      throw new IllegalArgumentException(
          "Changes are " + newlyBad + " and " + newlyGood + ", but must fit into " + n + " pairs");
    }
  }

  /** The rate now minus the rate before: positive when now is worse. */
  public double estimate() {
    return (newlyBad - newlyGood) / n;
  }

  /** Two one-sided bounds, each of which holds with that confidence. */
  public Interval oneSided(double confidence) {
    return interval(Normal.ofConfidence(confidence, false));
  }

  /** The interval that covers the difference with that confidence. */
  public Interval twoSided(double confidence) {
    return interval(Normal.ofConfidence(confidence, true));
  }

  private Interval interval(double z) {
    double lower = newlyGood == n ? -1 : root(d -> score(d) - z, -1, estimate());
    double upper = newlyBad == n ? 1 : root(d -> score(d) + z, estimate(), 1);
    return new Interval(lower, upper);
  }

  // The score falls as the difference grows, so halving finds the one root.
  private static double root(DoubleUnaryOperator falling, double from, double to) {
    double low = from;
    double high = to;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (falling.applyAsDouble(middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private double score(double difference) {
    double a = 2.0 * n;
    double b = -newlyBad - newlyGood + (2.0 * n - newlyBad + newlyGood) * difference;
    double c = -newlyGood * difference * (1 - difference);
    double q = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
    double variance = n * (2 * q + difference * (1 - difference));
    double numerator = newlyBad - newlyGood - n * difference;
    if (variance <= 0) {
      return numerator == 0 ? 0 : Math.signum(numerator) * Double.POSITIVE_INFINITY;
    }
    return numerator / Math.sqrt(variance);
  }
}
