package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BestOfNTest {
  @Test
  void numbersByHand() {
    // Best of two among 1, 2, 5: 2, 5, 5.
    double[] scores = {5, 1, 2};
    assertThat(BestOfN.of(scores, 1)).isCloseTo(8 / 3.0, within(1e-12));
    assertThat(BestOfN.of(scores, 2)).isCloseTo(4, within(1e-12));
    assertThat(BestOfN.of(scores, 3)).isEqualTo(5);
  }

  @Test
  void refusesMoreThanWereDrawn() {
    assertThatThrownBy(() -> BestOfN.of(new double[3], 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("n is 4, but must be from 1 to 3");
  }

  static List<LossCase> reference() {
    return LossCase.in("best_of_n.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    double[][] scores =
        given.inputs().path("scores").valueStream().map(LossCase::numbers).toArray(double[][]::new);
    int[] counts = given.wholes("n_values");
    for (int i = 0; i < counts.length; i++) {
      for (int prompt = 0; prompt < scores.length; prompt++) {
        given.check(
            given.expected().path("per_prompt").path(prompt).path(i),
            "prompt " + prompt,
            BestOfN.of(scores[prompt], counts[i]));
      }
      given.check(
          given.expected().path("mean_over_prompts").path(i),
          "mean",
          BestOfN.of(scores, counts[i]));
    }
  }
}
