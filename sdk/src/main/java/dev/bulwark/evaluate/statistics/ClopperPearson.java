package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * The exact interval of a rate (Clopper and Pearson 1934): wider than {@link Wilson}'s, but it
 * covers the rate with at least its confidence whatever the rate is.
 *
 * <p>The bounds are quantiles of Beta(k, n - k + 1) and Beta(k + 1, n - k).
 */
public final class ClopperPearson {
  private static final int POLISHES = 3;

  private ClopperPearson() {}

  /** The interval that covers the rate with that confidence. */
  public static Interval twoSided(int hits, int n, double confidence) {
    return interval(hits, n, (1 - confidence) / 2);
  }

  /** Two one-sided bounds, each of which holds with that confidence. */
  public static Interval oneSided(int hits, int n, double confidence) {
    return interval(hits, n, 1 - confidence);
  }

  private static Interval interval(int hits, int n, double tail) {
    Require.that(n > 0 && hits >= 0 && hits <= n, "hits", hits + " of " + n, "0 to a positive n");
    Require.that(tail > 0 && tail < 0.5, "confidence", 1 - tail, "above 0.5 and below 1");
    double lower = hits == 0 ? 0 : quantile(hits, n - hits + 1, tail);
    // The upper bound of hits is 1 minus the lower bound of misses.
    double upper = hits == n ? 1 : 1 - quantile(n - hits, hits + 1, tail);
    return new Interval(lower, upper);
  }

  /** The library's solver stops at nine digits; Newton's method brings the rest. */
  private static double quantile(double a, double b, double probability) {
    BetaDistribution beta = BetaDistribution.of(a, b);
    double x = beta.inverseCumulativeProbability(probability);
    for (int i = 0; i < POLISHES; i++) {
      double density = beta.density(x);
      double next = x - (beta.cumulativeProbability(x) - probability) / density;
      if (density > 0 && next > 0 && next < 1) {
        x = next;
      }
    }
    return x;
  }
}
