package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

/** Quantiles that are linear between neighbours (type 7 of Hyndman and Fan 1996). */
public final class Quantiles {
  private static final Quantile TYPE_7 =
      Quantile.withDefaults().with(EstimationMethod.HF7).withCopy(true);

  private Quantiles() {}

  /** The quantile of values in any order, for a probability from 0 to 1. */
  public static double of(double[] values, double probability) {
    Require.that(values.length > 0, "values", values.length, "at least 1");
    return TYPE_7.evaluate(values, probability);
  }

  /** The same of values that are sorted already. */
  static double ofSorted(double[] sorted, double probability) {
    return TYPE_7.evaluate(sorted.length, at -> sorted[at], probability);
  }
}
