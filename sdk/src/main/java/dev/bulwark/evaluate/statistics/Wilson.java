package dev.bulwark.evaluate.statistics;

import java.util.OptionalLong;

/**
 * Wilson's score interval of a rate, which stays inside 0 and 1 and holds at small counts.
 *
 * <p>Centre {@code (p + z²/2n) / (1 + z²/n)}, half width {@code z sqrt(p(1-p)/n + z²/4n²) / (1 +
 * z²/n)}. Wilson 1927; without continuity correction, as Brown, Cai and DasGupta 2001 advise. A
 * mean of values between 0 and 1 may stand for the rate: its variance is at most that of a rate, so
 * the interval is at worst too wide.
 */
public final class Wilson {
  private Wilson() {}

  /** The interval that covers the rate with that confidence. */
  public static Interval twoSided(double hits, double n, double confidence) {
    return interval(hits, n, Normal.ofConfidence(confidence, true));
  }

  /** Two one-sided bounds, each of which holds with that confidence. */
  public static Interval oneSided(double hits, double n, double confidence) {
    return interval(hits, n, Normal.ofConfidence(confidence, false));
  }

  /**
   * How many prompts would place the rate on one side of a limit if it stays what it is: the bound
   * reaches the limit L where {@code (L - p)² = z² L (1 - L) / n}.
   *
   * @return empty where the rate is the limit itself or the limit is 0 or 1
   */
  public static OptionalLong needed(double rate, double limit, double confidence) {
    double z = Normal.ofConfidence(confidence, false);
    double n = z * z * limit * (1 - limit) / ((limit - rate) * (limit - rate));
    return n > 0 && n < Long.MAX_VALUE
        ? OptionalLong.of((long) Math.ceil(n))
        : OptionalLong.empty();
  }

  private static Interval interval(double hits, double n, double z) {
    if (!(n > 0 && hits >= 0 && hits <= n)) {
      throw new IllegalArgumentException(
          "hits is " + hits + " of " + n + ", but must be between 0 and a positive count");
    }
    double rate = hits / n;
    double shrink = 1 + z * z / n;
    double centre = (rate + z * z / (2 * n)) / shrink;
    double half = z * Math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n)) / shrink;
    return new Interval(
        hits == 0 ? 0 : Math.max(0, centre - half), hits == n ? 1 : Math.min(1, centre + half));
  }
}
