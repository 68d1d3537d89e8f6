package dev.bulwark.evaluate.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How the scores of chosen and of rejected answers spread.
 *
 * @param edges ends of the bins, one more than there are bins, rising
 * @param chosen chosen answers in each bin
 * @param rejected rejected answers in each bin
 */
public record ScoreHistogram(List<Double> edges, List<Long> chosen, List<Long> rejected) {
  private static final int BINS = 20;

  /** Copies the lists, so that the value can't change. */
  public ScoreHistogram {
    edges = List.copyOf(edges);
    chosen = List.copyOf(chosen);
    rejected = List.copyOf(rejected);
  }

  static ScoreHistogram of(List<ScoredPair> pairs) {
    double[] all =
        pairs.stream()
            .flatMap(pair -> Stream.of(pair.chosen(), pair.rejected()))
            .mapToDouble(ScoredAnswer::score)
            .sorted()
            .toArray();
    double low = all[0];
    double width = Math.max(all[all.length - 1] - low, 1e-9) / BINS;
    List<Double> edges = new ArrayList<>();
    for (int i = 0; i <= BINS; i++) {
      edges.add(low + i * width);
    }
    return new ScoreHistogram(
        edges,
        counts(pairs, ScoredPair::chosen, low, width),
        counts(pairs, ScoredPair::rejected, low, width));
  }

  private static List<Long> counts(
      List<ScoredPair> pairs, Function<ScoredPair, ScoredAnswer> side, double low, double width) {
    Long[] counts = new Long[BINS];
    Arrays.fill(counts, 0L);
    for (ScoredPair pair : pairs) {
      counts[Math.min(BINS - 1, (int) ((side.apply(pair).score() - low) / width))]++;
    }
    return List.of(counts);
  }
}
