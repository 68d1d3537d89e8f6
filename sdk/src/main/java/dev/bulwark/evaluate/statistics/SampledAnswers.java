package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** What several answers a prompt are worth, without drawing them again and again. */
public final class SampledAnswers {
  private SampledAnswers() {}

  /**
   * The mean value of the answer that a proxy picks among n, over all choices of n (Nakano et al.
   * 2021; Hilton and Gao 2022). Answers that the proxy holds equal share their mean value.
   *
   * @param proxy the score by which the best is picked, {@code [answers]}
   * @param gold the value of an answer, {@code [answers]}
   * @param n answers to pick from, from 1 to all
   */
  public static double bestOfN(double[] proxy, double[] gold, int n) {
    int answers = proxy.length;
    Require.that(n >= 1 && n <= answers, "n", n, "from 1 to " + answers);
    int[] order =
        IntStream.range(0, answers)
            .boxed()
            .sorted(Comparator.comparing((Integer answer) -> -proxy[answer]))
            .mapToInt(Integer::intValue)
            .toArray();
    double value = 0;
    // The chance that the answer at a rank is the best of n: C(rank - 1, n - 1) / C(answers, n).
    double chance = (double) n / answers;
    int from = 0;
    while (from < answers) {
      int to = from;
      double chances = 0;
      while (to < answers && proxy[order[to]] == proxy[order[from]]) {
        int rank = answers - to;
        chances += chance;
        chance *= rank > n ? (double) (rank - n) / (rank - 1) : 0;
        to++;
      }
      value += chances * mean(gold, order, from, to);
      from = to;
    }
    return value;
  }

  private static double mean(double[] values, int[] order, int from, int to) {
    return Arrays.stream(order, from, to).mapToDouble(at -> values[at]).average().orElseThrow();
  }

  /**
   * The chance that at least one of k answers is a hit, given how many of the samples were: {@code
   * 1 - C(n - c, k) / C(n, k)} (Chen et al. 2021).
   */
  public static double anyOfK(int samples, int hits, int k) {
    Require.that(hits >= 0 && hits <= samples, "hits", hits, "from 0 to " + samples);
    Require.that(k >= 0 && k <= samples, "k", k, "from 0 to " + samples);
    double none = 1;
    for (int i = 0; i < k; i++) {
      none *= Math.max(0, (double) (samples - hits - i) / (samples - i));
    }
    return 1 - none;
  }
}
