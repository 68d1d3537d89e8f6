package dev.bulwark.stage;

import dev.bulwark.data.Fingerprint;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A function of an answer.
 *
 * @param id its name and version
 */
record RuleReward(String id, ToDoubleFunction<Scored> rule) implements Reward {

  /** Checks the id. */
  RuleReward {
    if (id.isBlank()) {
      throw new IllegalArgumentException("id is blank, but must name the rule and its version");
    }
  }

  @Override
  public double[] scores(List<Scored> answers) {
    return FiniteScores.of(
        answers.stream().mapToDouble(rule).toArray(),
        score ->
            new IllegalStateException(
                "The reward '%s' gave %s, but must give finite numbers".formatted(id, score)));
  }

  @Override
  public String hash() {
    return Fingerprint.of("rule " + id);
  }
}
