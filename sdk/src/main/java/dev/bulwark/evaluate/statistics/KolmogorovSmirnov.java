package dev.bulwark.evaluate.statistics;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * How far two distributions of scores lie apart. For reports only: it hardly sees a tail.
 *
 * @param distance the largest difference of the distribution functions
 * @param lowerTail the largest excess of the candidate's at low scores
 * @param p two-sided, asymptotic, without a correction for small samples
 */
public record KolmogorovSmirnov(double distance, double lowerTail, double p) {
  private static final int TERMS = 200;

  /** Compares two samples. */
  public static KolmogorovSmirnov of(double[] baseline, double[] candidate) {
    KolmogorovSmirnovTest test = KolmogorovSmirnovTest.withDefaults();
    double distance = test.statistic(baseline, candidate);
    double lowerTail = test.with(AlternativeHypothesis.GREATER_THAN).statistic(candidate, baseline);
    double n = (double) baseline.length * candidate.length / (baseline.length + candidate.length);
    return new KolmogorovSmirnov(distance, Math.max(0, lowerTail), p(distance * Math.sqrt(n)));
  }

  /** {@code 2 sum (-1)^(j-1) exp(-2 j² L²)}. */
  private static double p(double scaled) {
    if (scaled < 1e-3) {
      return 1;
    }
    double sum = 0;
    for (int j = TERMS; j >= 1; j--) {
      sum += (j % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * j * j * scaled * scaled);
    }
    return Math.min(1, Math.max(0, sum));
  }
}
