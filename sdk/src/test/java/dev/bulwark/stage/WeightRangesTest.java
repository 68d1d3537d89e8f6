package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.train.DpoLoss;
import dev.bulwark.train.GrpoLoss;
import dev.bulwark.train.KlController;
import dev.bulwark.train.KlEstimator;
import dev.bulwark.train.KlPenalty;
import dev.bulwark.train.PairLoss;
import dev.bulwark.train.PairObjective;
import dev.bulwark.train.PpoLoss;
import dev.bulwark.train.SafetyLoss;
import dev.bulwark.train.ScoreShape;
import dev.bulwark.train.TokenRewards;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that is refused lies outside of the range that the message names. */
class WeightRangesTest {
  private static final String FROM_ZERO = "in [0, 1000000)";
  private static final String ABOVE_ZERO = "in (0, 1000000)";
  private static final String TEMPERATURE = "in (0, 100)";

  static Stream<Arguments> weights() {
    PairLoss pairs = new PairLoss(0);
    SafetyLoss labels = new SafetyLoss(1, 1);
    PpoLoss clipped = new PpoLoss(0.2, 0.2);
    ScoreShape shape = ScoreShape.whitened();
    return Stream.of(
        weight("auxiliary", FROM_ZERO, x -> new PairObjective(pairs, labels, x)),
        weight("auxiliary", FROM_ZERO, x -> RewardModelSettings.defaults().auxiliary(x)),
        weight("safe", FROM_ZERO, x -> new SafetyLoss(x, 1)),
        weight("unsafe", FROM_ZERO, x -> new SafetyLoss(1, x)),
        weight("centring", FROM_ZERO, PairLoss::new),
        weight("entropy", FROM_ZERO, x -> PpoSettings.defaults().policy().entropy(x)),
        weight("beta", FROM_ZERO, x -> new TokenRewards(x, 0, 1)),
        weight("missingEnd", FROM_ZERO, x -> new TokenRewards(0, x, 1)),
        weight(
            "missingEnd", FROM_ZERO, x -> new ScoreShape(true, shape.whitening(), shape.clip(), x)),
        weight("beta", ABOVE_ZERO, x -> new KlController(x, 1, 1, 1)),
        weight("beta", FROM_ZERO, x -> new GrpoLoss(clipped, x)),
        weight("beta", FROM_ZERO, x -> KlPenalty.paper().beta(x)),
        weight("target", FROM_ZERO, x -> new KlPenalty(0.01, KlEstimator.K1, x, 1)),
        weight("beta", ABOVE_ZERO, x -> new DpoLoss(DpoLoss.Form.SIGMOID, x, 0)),
        weight(
            "temperature",
            TEMPERATURE,
            x -> new GhostAttentionSettings.Drawing(GhostAttentionSettings.Turns.ALL, x, 8, 1)),
        weight(
            "temperature",
            TEMPERATURE,
            x -> new ContextDistillationSettings.Drawing(x, 8, 1, RewardUse.defaults())));
  }

  private static Arguments weight(String name, String range, DoubleConsumer set) {
    return Arguments.of(name, range, set);
  }

  @ParameterizedTest
  @MethodSource("weights")
  void theRangeIsTheOneThatIsNamed(String name, String range, DoubleConsumer set) {
    double upper = range.equals(TEMPERATURE) ? 100 : 1e6;
    assertThatCode(() -> set.accept(Math.nextDown(upper))).doesNotThrowAnyException();
    assertThatCode(() -> set.accept(Double.MIN_VALUE)).doesNotThrowAnyException();
    if (range.equals(FROM_ZERO)) {
      assertThatCode(() -> set.accept(0)).doesNotThrowAnyException();
    }
    double below = range.equals(FROM_ZERO) ? -Double.MIN_VALUE : 0;
    for (double refused : List.of(upper, below, Double.NaN, Double.POSITIVE_INFINITY)) {
      assertThatThrownBy(() -> set.accept(refused))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(name + " is " + refused + ", but must be " + range);
    }
  }
}
