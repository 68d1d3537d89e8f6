package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenRewardsTest {
  private static final double NEVER = Double.POSITIVE_INFINITY;

  @Test
  void numbersByHand() {
    // -0.1 * KL everywhere; the scores 5 and -2 on the last tokens of answers of 2 and 1.
    TokenRewards rewards = new TokenRewards(0.1, 1, NEVER);
    assertThat(rewards.of(new double[] {1, 2, 3}, new int[] {2, 1}, 5, -2))
        .containsExactly(new double[] {-0.1, 4.8, -2.3}, within(1e-12));
  }

  @Test
  void clipsTheScoreAndThenTakesThePenalty() {
    TokenRewards rewards = new TokenRewards(0.1, 1, 2);
    assertThat(rewards.score(5, true)).isEqualTo(2);
    assertThat(rewards.score(-5, false)).isEqualTo(-3);
  }

  @Test
  void refusesAnEmptyAnswer() {
    TokenRewards rewards = new TokenRewards(0.1, 1, 2);
    assertThatThrownBy(() -> rewards.of(new double[] {1}, new int[] {1, 0}, 5, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The length of an answer is 0, but must be at least 1");
  }

  static List<LossCase> reference() {
    return LossCase.in("token_rewards.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    TokenRewards rewards =
        new TokenRewards(
            given.number("beta"),
            given.number("missing_eos_penalty", 0),
            given.number("score_clip", NEVER));
    String estimator = given.inputs().path("kl_estimator").asText().toUpperCase(Locale.ROOT);
    double[] kl =
        KlEstimator.valueOf(estimator).of(given.packed("logprobs"), given.packed("ref_logprobs"));
    double[] scores = given.numbers("scores");
    for (int i = 0; i < scores.length; i++) {
      boolean ended = given.inputs().path("ends_with_eos").path(i).asBoolean();
      scores[i] = rewards.score(scores[i], ended);
    }
    double[] found = rewards.of(kl, given.lengths(), scores);
    given.check(given.expected().path("effective_scores"), "scores", scores);
    given.checkPacked(given.expected().path("rewards"), "rewards", found);
    given.check(
        given.expected().path("sequence_total"),
        "totals",
        KlEstimatorTest.sums(found, given.lengths()));
    given.check("mean_kl_sequence", Whitening.mean(KlEstimatorTest.sums(kl, given.lengths())));
  }
}
