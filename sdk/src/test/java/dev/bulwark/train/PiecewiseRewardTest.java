package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PiecewiseRewardTest {
  @Test
  void thePapersThresholdOnRawScores() {
    // ln(0.15 / 0.85) = -1.7346.
    PiecewiseReward reward = PiecewiseReward.paper();
    assertThat(reward.of(-1.74, 5, false)).isEqualTo(-1.74);
    assertThat(reward.of(-1.73, 5, false)).isEqualTo(5);
    assertThat(reward.of(-1.73, 5, true)).isEqualTo(-1.73);
  }

  @Test
  void refusesAThresholdThatIsNoProbability() {
    assertThatThrownBy(() -> new PiecewiseReward(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threshold is 1.0, but must be in (0, 1)");
  }

  static List<LossCase> reference() {
    return LossCase.in("piecewise.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    PiecewiseReward reward = new PiecewiseReward(given.number("threshold"));
    double[] safety = given.numbers("safety_raw");
    double[] helpfulness = given.numbers("helpfulness_raw");
    double[] combined = new double[safety.length];
    for (int i = 0; i < safety.length; i++) {
      boolean tagged = given.inputs().path("is_safety_prompt").path(i).asBoolean();
      combined[i] = reward.of(safety[i], helpfulness[i], tagged);
      assertThat(reward.safetyDecides(safety[i], tagged) ? "safety" : "helpfulness")
          .isEqualTo(given.expected().path("source").path(i).asText());
    }
    given.check(given.expected().path("combined_logit"), "combined", combined);
    double[] probabilities = Arrays.stream(combined).map(Logistic::sigmoid).toArray();
    given.check(given.expected().path("combined_probability"), "probability", probabilities);
    WhiteningTest.check(given, given.expected().path("whitened"), combined);
  }
}
