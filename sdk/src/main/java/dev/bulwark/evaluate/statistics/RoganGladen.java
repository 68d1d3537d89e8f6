package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;

/**
 * The true rate behind what an imperfect judge finds (Rogan and Gladen 1978): {@code (p + Sp - 1) /
 * (Se + Sp - 1)}, with the judge's own errors in the standard error.
 *
 * @param raw the estimate, which may lie outside 0 to 1
 * @param standardError with the errors of sensitivity and specificity
 * @param samplingError with the error of the found rate alone
 */
public record RoganGladen(double raw, double standardError, double samplingError) {

  /**
   * A judge's hits on labelled answers.
   *
   * @param hits answers judged rightly
   * @param n answers in all, from 1
   */
  public record Labelled(int hits, int n) {
    /** Checks the counts. */
    public Labelled {
      Require.that(n > 0 && hits >= 0 && hits <= n, "hits", hits + " of " + n, "0 to a positive n");
    }

    private double rate() {
      return (double) hits / n;
    }

    private double variance() {
      return rate() * (1 - rate()) / n;
    }
  }

  /**
   * Corrects a found rate.
   *
   * @param found what the judge finds
   * @param sensitivity on answers that are violations
   * @param specificity on answers that are none
   * @throws IllegalArgumentException for a judge no better than chance
   */
  public static RoganGladen of(Labelled found, Labelled sensitivity, Labelled specificity) {
    double j = sensitivity.rate() + specificity.rate() - 1;
    Require.that(j > 0, "sensitivity + specificity - 1", j, "above 0");
    double raw = (found.rate() + specificity.rate() - 1) / j;
    double variance =
        found.variance()
            + (1 - raw) * (1 - raw) * specificity.variance()
            + raw * raw * sensitivity.variance();
    return new RoganGladen(raw, Math.sqrt(variance) / j, Math.sqrt(found.variance()) / j);
  }

  /** The estimate within 0 and 1. */
  public double estimate() {
    return clipped(raw);
  }

  /** Wald's interval, which may reach beyond 0 and 1. */
  public Interval rawInterval(double confidence) {
    double half = Normal.ofConfidence(confidence, true) * standardError;
    return new Interval(raw - half, raw + half);
  }

  /** Wald's interval within 0 and 1. */
  public Interval interval(double confidence) {
    Interval interval = rawInterval(confidence);
    return new Interval(clipped(interval.lower()), clipped(interval.upper()));
  }

  private static double clipped(double value) {
    return Math.min(1, Math.max(0, value));
  }
}
