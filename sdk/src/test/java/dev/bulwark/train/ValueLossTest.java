package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValueLossTest {
  @Test
  void numbersByHand() {
    // v = 1, old 0, R = 0: max(1, 0.04) / 2, slope 1. v = 1, old 0, R = 2: max(1, 1.8²) / 2 by the
    // clip, no slope. Each half of the whole.
    ValueLoss.Critic found =
        new ValueLoss(0.2).of(new double[] {1, 1}, new double[2], new double[] {0, 2}, 0.5, 0.5);
    assertThat(found.loss().value()).isCloseTo((1 + 3.24) / 4, within(1e-12));
    assertThat(found.loss().gradient()).containsExactly(0.5, 0);
    assertThat(found.clipped()).isEqualTo(1);
  }

  static List<LossCase> reference() {
    return LossCase.in("value_loss.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    double[] values = given.packed("new_values");
    ValueLoss.Critic found =
        new ValueLoss(given.number("clip", Double.POSITIVE_INFINITY))
            .of(
                values,
                given.packed("old_values"),
                given.packed("returns"),
                TokenMean.OVER_TOKENS.shares(given.lengths()));
    given.check("loss", found.loss().value());
    given.checkPacked(
        given.expected().path("grad_new_values"), "gradient", found.loss().gradient());
    given.check("clip_fraction", (double) found.clipped() / values.length);
  }
}
