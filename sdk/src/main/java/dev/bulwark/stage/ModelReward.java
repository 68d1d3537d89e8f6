package dev.bulwark.stage;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A reward model's scores.
 *
 * @param scorer gives raw scores
 * @param scale puts them on the scale that counts
 */
record ModelReward(RewardScorer scorer, DoubleUnaryOperator scale) implements Reward {

  @Override
  public double[] scores(List<Scored> answers) {
    double[] raw = scorer.scores(answers.stream().map(Scored::conversation).toList());
    return scorer.finite(Arrays.stream(raw).map(scale).toArray());
  }

  @Override
  public String hash() {
    return scorer.hash();
  }

  @Override
  public void close() {
    scorer.close();
  }
}
