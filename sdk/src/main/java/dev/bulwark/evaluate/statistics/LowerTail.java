package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import java.util.Arrays;

/**
 * The mean of the lowest scores, CVaR (Acerbi and Tasche 2002; Chen 2008): with {@code h = a n}, k
 * = floor(h) and f = h - k it is {@code (x1 + … + xk + f x(k+1)) / h} of the sorted scores, so that
 * it changes smoothly with h. A mean hides a few grave answers among many good ones; this does not.
 *
 * @param share the share of the lowest scores, a, above 0 and up to 1
 */
public record LowerTail(double share) {
  /** An error of rounding in a n must not move the quantile by an item. */
  private static final double ROUNDING = 1e-9;

  /** Checks the share. */
  public LowerTail {
    Require.that(share > 0 && share <= 1, "share", share, "above 0 and up to 1");
  }

  /** The mean of the lowest share of the scores, {@code [items]}. */
  public double mean(double[] scores) {
    Require.that(scores.length > 0, "scores", scores.length, "at least 1");
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    double weight = share * sorted.length;
    double sum = 0;
    double left = weight;
    for (int i = 0; left > 0 && i < sorted.length; i++) {
      sum += Math.min(1, left) * sorted[i];
      left--;
    }
    return sum / weight;
  }

  /** How much each score moves the mean: {@code q - max(q - x, 0) / a - CVaR}, {@code [items]}. */
  public double[] influence(double[] scores) {
    double mean = mean(scores);
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    int at = (int) Math.floor(share * sorted.length + ROUNDING);
    double quantile = sorted[Math.min(at, sorted.length - 1)];
    return Arrays.stream(scores)
        .map(score -> quantile - Math.max(quantile - score, 0) / share - mean)
        .toArray();
  }

  /** The standard error of the mean: {@code sqrt(sum of squared influences) / n}. */
  public double standardError(double[] scores) {
    double squares = Arrays.stream(influence(scores)).map(one -> one * one).sum();
    return Math.sqrt(squares) / scores.length;
  }
}
