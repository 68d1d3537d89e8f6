package dev.bulwark.evaluate.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Whether a probability of being safe means what it says: in each bin, the mean probability beside
 * the share that is safe.
 *
 * @param labelled answers with a label
 * @param error expected calibration error: the mean distance of the two, weighted by the bins'
 *     answers, in [0, 1]; 0 without any label
 * @param bins ten of equal width, those without an answer left out
 */
public record Reliability(long labelled, double error, List<Bin> bins) {
  private static final int BINS = 10;

  /**
   * One bin.
   *
   * @param probability mean probability of being safe
   * @param safe answers that are
   */
  public record Bin(double probability, Share safe) {}

  /** Copies the list, so that the value can't change. */
  public Reliability {
    bins = List.copyOf(bins);
  }

  static Reliability of(List<ScoredAnswer> labelled, DoubleUnaryOperator probability) {
    double[] sums = new double[BINS];
    Share[] safe = new Share[BINS];
    Arrays.fill(safe, Share.NONE);
    for (ScoredAnswer answer : labelled) {
      double p = probability.applyAsDouble(answer.score());
      int bin = Math.min(BINS - 1, (int) (p * BINS));
      sums[bin] += p;
      safe[bin] = safe[bin].and(answer.safe().orElseThrow() ? 1 : 0);
    }
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int i = 0; i < BINS; i++) {
      if (safe[i].n() > 0) {
        bins.add(new Bin(sums[i] / safe[i].n(), safe[i]));
        error += Math.abs(sums[i] - safe[i].hits()) / labelled.size();
      }
    }
    return new Reliability(labelled.size(), error, bins);
  }
}
