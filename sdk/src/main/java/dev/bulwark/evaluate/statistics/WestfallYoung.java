package dev.bulwark.evaluate.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adjusts several tests at once by resampling (Westfall and Young 1993), which is sharper than
 * {@link Holm} where the tests go together.
 *
 * @param raw p-values {@code (1 + resamples at least as large) / (1 + resamples)}
 * @param singleStep adjusted against the largest of all statistics
 * @param stepDown adjusted against the largest of those not ranked higher
 */
public record WestfallYoung(List<Double> raw, List<Double> singleStep, List<Double> stepDown) {

  /** Copies the lists, so that the value can't change. */
  public WestfallYoung {
    raw = List.copyOf(raw);
    singleStep = List.copyOf(singleStep);
    stepDown = List.copyOf(stepDown);
  }

  /**
   * Adjusts.
   *
   * @param observed one statistic a test, large when worse, {@code [tests]}
   * @param resamples the statistics under no change, {@code [resamples, tests]}
   */
  public static WestfallYoung of(double[] observed, double[][] resamples) {
    int tests = observed.length;
    List<Integer> order =
        IntStream.range(0, tests)
            .boxed()
            .sorted(Comparator.comparing((Integer test) -> -observed[test]))
            .toList();
    double[] raw = new double[tests];
    double[] single = new double[tests];
    double[] down = new double[tests];
    for (double[] resample : resamples) {
      double largest = Arrays.stream(resample).max().orElseThrow();
      double running = Double.NEGATIVE_INFINITY;
      for (int rank = tests - 1; rank >= 0; rank--) {
        int test = order.get(rank);
        running = Math.max(running, resample[test]);
        raw[test] += resample[test] >= observed[test] ? 1 : 0;
        single[test] += largest >= observed[test] ? 1 : 0;
        down[test] += running >= observed[test] ? 1 : 0;
      }
    }
    List<Double> steps = new ArrayList<>(p(down, resamples.length));
    for (int rank = 1; rank < tests; rank++) {
      double before = steps.get(order.get(rank - 1));
      steps.set(order.get(rank), Math.max(before, steps.get(order.get(rank))));
    }
    return new WestfallYoung(p(raw, resamples.length), p(single, resamples.length), steps);
  }

  private static List<Double> p(double[] counts, int resamples) {
    return Arrays.stream(counts).mapToObj(count -> (count + 1) / (resamples + 1.0)).toList();
  }
}
