package dev.bulwark.evaluate.reward;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How far a reward model merely likes long answers.
 *
 * @param longerWins accuracy of the rule that the longer answer is the better one
 * @param correlation of score and length over all answers, Pearson's, in [-1, 1]; 0 where one of
 *     them does not vary
 * @param accuracy the model's own, by which answer is longer
 */
public record LengthBias(Share longerWins, double correlation, Map<String, Share> accuracy) {

  /** Copies the map in its order, so that the value can't change. */
  public LengthBias {
    accuracy = new LinkedHashMap<>(accuracy);
  }

  static LengthBias of(List<ScoredPair> pairs) {
    Share longer = Share.NONE;
    Map<String, Share> accuracy = new TreeMap<>();
    for (ScoredPair pair : pairs) {
      longer = longer.and(pair.longerWins());
      accuracy.merge(
          pair.lengths(), new Share(pair.right(), 1), (all, one) -> all.and(pair.right()));
    }
    List<ScoredAnswer> answers =
        pairs.stream().flatMap(pair -> Stream.of(pair.chosen(), pair.rejected())).toList();
    return new LengthBias(longer, correlation(answers), accuracy);
  }

  private static double correlation(List<ScoredAnswer> answers) {
    double score = answers.stream().mapToDouble(ScoredAnswer::score).average().orElse(0);
    double length = answers.stream().mapToDouble(ScoredAnswer::length).average().orElse(0);
    double both = 0;
    double scores = 0;
    double lengths = 0;
    for (ScoredAnswer answer : answers) {
      double s = answer.score() - score;
      double l = answer.length() - length;
      both += s * l;
      scores += s * s;
      lengths += l * l;
    }
    return scores == 0 || lengths == 0 ? 0 : both / Math.sqrt(scores * lengths);
  }
}
