package dev.bulwark.stage;

import dev.bulwark.data.Fingerprint;
import dev.bulwark.train.PiecewiseReward;
import java.util.ArrayList;
import java.util.List;

/**
 * The paper's combination of a safety and a helpfulness reward model; the latter is asked only
 * where its score counts.
 */
record TwoModelReward(ModelReward safety, ModelReward helpfulness, PiecewiseReward combination)
    implements Reward {

  @Override
  public double[] scores(List<Scored> answers) {
    double[] scores = safety.scores(answers);
    List<Scored> others = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (!combination.safetyDecides(scores[i], answers.get(i).safetyTagged())) {
        others.add(answers.get(i));
        places.add(i);
      }
    }
    double[] helpful = helpfulness.scores(others);
    for (int i = 0; i < helpful.length; i++) {
      scores[places.get(i)] = helpful[i];
    }
    return scores;
  }

  @Override
  public String hash() {
    return hash(safety.hash(), helpfulness.hash(), combination);
  }

  /** The hash of two models' combination, by theirs. */
  static String hash(String safety, String helpfulness, PiecewiseReward combination) {
    return Fingerprint.of("%s %s %s".formatted(safety, helpfulness, combination.threshold()));
  }

  @Override
  public void close() {
    safety.close();
    helpfulness.close();
  }
}
