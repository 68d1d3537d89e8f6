package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a judge's probabilities are from what happens (Naeini et al. 2015; Guo et al. 2017).
 *
 * @param expected mean gap between probability and frequency over bins, weighted by their size
 * @param largest the largest gap of a bin
 * @param brier mean squared error of the probabilities
 * @param bins the bins, equally wide over 0 to 1
 */
public record CalibrationError(double expected, double largest, double brier, List<Bin> bins) {

  /** Copies the bins, so that the value can't change. */
  public CalibrationError {
    bins = List.copyOf(bins);
  }

  /**
   * A bin of probabilities.
   *
   * @param count how many fell into it
   * @param predicted their mean; NaN for an empty bin
   * @param observed the share of them that came true; NaN for an empty bin
   */
  public record Bin(int count, double predicted, double observed) {}

  /**
   * Measures probabilities of an event.
   *
   * @param probability each from 0 to 1, {@code [items]}
   * @param label 1 where it came true, else 0, {@code [items]}
   * @param bins number of bins, from 1; a probability on an edge belongs to the upper one
   */
  public static CalibrationError of(double[] probability, int[] label, int bins) {
    int n = probability.length;
    Require.that(n > 0 && label.length == n && bins > 0, "items", n, "at least 1, all labelled");
    int[] counts = new int[bins];
    double[] predicted = new double[bins];
    double[] observed = new double[bins];
    double brier = 0;
    for (int i = 0; i < n; i++) {
      int bin = Math.min(bins - 1, (int) Math.floor(probability[i] * bins));
      counts[bin]++;
      predicted[bin] += probability[i];
      observed[bin] += label[i];
      brier += (probability[i] - label[i]) * (probability[i] - label[i]) / n;
    }
    List<Bin> all = new ArrayList<>();
    double expected = 0;
    double largest = 0;
    for (int bin = 0; bin < bins; bin++) {
      all.add(new Bin(counts[bin], predicted[bin] / counts[bin], observed[bin] / counts[bin]));
      double gap = Math.abs(observed[bin] - predicted[bin]);
      expected += gap / n;
      largest = Math.max(largest, counts[bin] == 0 ? 0 : gap / counts[bin]);
    }
    return new CalibrationError(expected, largest, brier, all);
  }
}
