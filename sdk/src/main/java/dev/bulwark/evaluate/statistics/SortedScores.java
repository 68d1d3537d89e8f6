package dev.bulwark.evaluate.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Scores from the lowest up, each with its cluster, so that a draw needs no sorting of its own. */
final class SortedScores {
  private final double[] scores;
  private final int[] clusters;

  SortedScores(double[] values, int[] cluster) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(at -> values[at]))
            .mapToInt(Integer::intValue)
            .toArray();
    scores = IntStream.of(order).mapToDouble(at -> values[at]).toArray();
    clusters = IntStream.of(order).map(at -> cluster[at]).toArray();
  }

  /**
   * The mean of the lowest scores of a draw.
   *
   * @param times how often each cluster was drawn
   * @param weight how many scores count, which need not be whole
   */
  double lowest(int[] times, double weight) {
    double sum = 0;
    double left = weight;
    for (int i = 0; i < scores.length; i++) {
      int drawn = times[clusters[i]];
      if (drawn > 0 && drawn >= left) {
        return (sum + left * scores[i]) / weight;
      }
      sum += drawn * scores[i];
      left -= drawn;
    }
    return sum / (weight - left);
  }
}
