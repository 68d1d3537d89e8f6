package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import java.util.Arrays;

/**
 * How far two judges agree beyond chance (Cohen 1960, weighted 1968): {@code 1 - sum(w o) / sum(w
 * e)} with the shares observed and those expected of judges who don't look.
 */
public final class CohenKappa {
  private CohenKappa() {}

  /** What a disagreement weighs, by the distance of the two labels. */
  public enum Weights {
    /** Every disagreement the same. */
    NONE,
    /** By the distance, where labels are ranks. */
    LINEAR,
    /** By the square of the distance. */
    QUADRATIC;

    private double of(double distance) {
      return switch (this) {
        case NONE -> distance == 0 ? 0 : 1;
        case LINEAR -> distance;
        case QUADRATIC -> distance * distance;
      };
    }
  }

  /**
   * Reckons kappa.
   *
   * @param table how often the first judge chose the row and the second the column, {@code [labels,
   *     labels]}
   * @throws IllegalArgumentException where chance can't disagree, as with one label only
   */
  public static double of(double[][] table, Weights weights) {
    int labels = table.length;
    double total = Arrays.stream(table).flatMapToDouble(Arrays::stream).sum();
    double observed = 0;
    double expected = 0;
    for (int i = 0; i < labels; i++) {
      double row = Arrays.stream(table[i]).sum();
      for (int j = 0; j < labels; j++) {
        double column = 0;
        for (double[] each : table) {
          column += each[j];
        }
        double weight = weights.of(Math.abs(i - j) / Math.max(1.0, labels - 1));
        observed += weight * table[i][j] / total;
        expected += weight * (row / total) * (column / total);
      }
    }
    Require.that(expected > 0, "expected disagreement", expected, "above 0");
    return 1 - observed / expected;
  }
}
