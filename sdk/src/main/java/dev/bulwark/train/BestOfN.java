package dev.bulwark.train;

import dev.bulwark.data.Require;
import java.util.Arrays;

/**
 * What the best of N answers would score, from K that were drawn: the mean over all choices of N
 * among them, which is unbiased, and steadier than one choice (Chen et al., 2021, for pass@k).
 */
public final class BestOfN {
  private BestOfN() {}

  /**
   * The estimate of one prompt: with scores in rising order, {@code sum x_i C(i-1, N-1) / C(K, N)}.
   *
   * @param scores of the answers, {@code [K]}
   * @param n how many would be drawn, from 1 to K
   */
  public static double of(double[] scores, int n) {
    Require.that(n >= 1 && n <= scores.length, "n", n, "from 1 to " + scores.length);
    double[] rising = scores.clone();
    Arrays.sort(rising);
    // The share of choices whose best is the i-th: n/K for the last, then each from the one above.
    double share = (double) n / rising.length;
    double mean = 0;
    for (int i = rising.length; i >= n; i--) {
      mean += share * rising[i - 1];
      share *= (double) (i - n) / (i - 1);
    }
    return mean;
  }

  /** The mean over prompts, {@code scores[prompts][K]}. */
  public static double of(double[][] scores, int n) {
    return Arrays.stream(scores).mapToDouble(prompt -> of(prompt, n)).average().orElse(Double.NaN);
  }
}
