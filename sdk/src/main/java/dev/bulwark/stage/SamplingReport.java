package dev.bulwark.stage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.train.BestOfN;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a round of rejection sampling drew and chose; kept as {@code samples/report.json} in the
 * tuned folder.
 *
 * @param drawn what was drawn
 * @param temperature at which it was
 * @param tried mean score of the best answers at each temperature that was tried on the probe
 * @param bestOf mean score of the best of so many answers, over all choices of them (unbiased)
 * @param learned answers that were learned
 * @param ofEarlierRounds how many of them were drawn in earlier rounds
 * @param learnedScore their mean score
 */
public record SamplingReport(
    Drawn drawn,
    double temperature,
    SortedMap<Double, Double> tried,
    SortedMap<Integer, Double> bestOf,
    int learned,
    int ofEarlierRounds,
    double learnedScore) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What was drawn.
   *
   * @param prompts each counted once
   * @param doubled prompts that were left out because they stand there already
   * @param answers to all of them
   * @param different share of the answers that no other answer to the same prompt equals
   * @param unfinished share of the answers that were cut at their longest
   */
  public record Drawn(int prompts, int doubled, long answers, double different, double unfinished) {
    static Drawn of(List<PoolRow> rows, int doubled) {
      long answers = 0;
      long different = 0;
      long unfinished = 0;
      for (PoolRow row : rows) {
        Set<String> texts = new HashSet<>();
        row.answers().forEach(answer -> texts.add(answer.text()));
        answers += row.answers().size();
        different += texts.size();
        unfinished += row.answers().stream().filter(answer -> !answer.finished()).count();
      }
      return new Drawn(
          rows.size(),
          doubled,
          answers,
          (double) different / answers,
          (double) unfinished / answers);
    }
  }

  /** Means over prompts of the best of 1, 2, 4, … and all answers. */
  static SortedMap<Integer, Double> bestOf(List<PoolRow> rows) {
    double[][] scores = rows.stream().map(PoolRow::scores).toArray(double[][]::new);
    SortedMap<Integer, Double> curve = new TreeMap<>();
    int all = scores[0].length;
    for (int n = 1; n < all; n *= 2) {
      curve.put(n, BestOfN.of(scores, n));
    }
    curve.put(all, BestOfN.of(scores, all));
    return curve;
  }

  /** As indented JSON. */
  String json() {
    return JSON.valueToTree(this).toPrettyString() + "\n";
  }

  /** In one line. */
  String line() {
    String curve =
        bestOf.entrySet().stream()
            .map(point -> String.format(Locale.ROOT, "%d: %.3f", point.getKey(), point.getValue()))
            .collect(Collectors.joining(", "));
    String more = tried.size() > 1 ? ", " + told(tried) + " on the probe" : "";
    return String.format(
        Locale.ROOT,
        "%d answers to %d prompts at temperature %s%s; mean score of the best of %s; learned are %d"
            + " answers, %d of them of earlier rounds, with the mean score %.3f",
        drawn.answers(),
        drawn.prompts(),
        temperature,
        more,
        curve,
        learned,
        ofEarlierRounds,
        learnedScore);
  }

  private static String told(Map<Double, Double> tried) {
    return tried.entrySet().stream()
        .map(each -> String.format(Locale.ROOT, "%s scored %.3f", each.getKey(), each.getValue()))
        .collect(Collectors.joining(" and "));
  }
}
