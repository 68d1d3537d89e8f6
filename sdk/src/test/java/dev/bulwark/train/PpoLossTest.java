package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PpoLossTest {
  private static final PpoLoss PAPER = new PpoLoss(0.2, 0.2);

  @Test
  void numbersByHand() {
    // Ratios 2, 2, 1/2, 1/2 with advantages 1, -1, 1, -1: max(-2, -1.2), max(2, 1.2), max(-.5,
    // -.8),
    // max(.5, .8) = -1.2, 2, -.5, .8. The first and the last are clipped: no slope.
    double up = Math.log(2);
    PpoLoss.Policy found =
        PAPER.of(
            new double[] {up, up, -up, -up},
            new double[4],
            new double[] {1, -1, 1, -1},
            TokenMean.OVER_TOKENS.shares(4));
    assertThat(found.loss().value()).isCloseTo(1.1 / 4, within(1e-12));
    assertThat(found.loss().gradient())
        .containsExactly(new double[] {0, 0.5, -0.125, 0}, within(1e-12));
    assertThat(found.statistics().clipFraction()).isEqualTo(0.5);
    assertThat(found.statistics().ratioMean()).isCloseTo(1.25, within(1e-12));
  }

  @Test
  void atRatioOneTheSlopeIsThePolicyGradient() {
    double[] logs = {-1, -2, -0.5};
    double[] advantages = {3, -6, 0.9};
    PpoLoss.Policy found = PAPER.of(logs, logs, advantages, TokenMean.OVER_TOKENS.shares(3));
    assertThat(found.loss().gradient()).containsExactly(new double[] {-1, 2, -0.3}, within(1e-12));
    assertThat(PpoLoss.furthest(logs, logs)).isZero();
  }

  @Test
  void partsOfABatchAddUp() {
    double[] now = {-1, -2, -0.5};
    double[] old = {-1.1, -1.5, -0.4};
    double[] advantages = {3, -6, 0.9};
    PpoLoss.Policy whole = PAPER.of(now, old, advantages, TokenMean.OVER_SEQUENCES.shares(2, 1));
    double[] shares = TokenMean.OVER_SEQUENCES.shares(new int[] {1}, 3, 2);
    PpoLoss.Policy last =
        PAPER.of(new double[] {-0.5}, new double[] {-0.4}, new double[] {0.9}, shares);
    assertThat(last.loss().gradient()[0]).isEqualTo(whole.loss().gradient()[2]);
  }

  @Test
  void refusesArraysOfDifferentLength() {
    assertThatThrownBy(() -> PAPER.of(new double[2], new double[3], new double[2], 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The length of old is 3, but must be 2");
  }

  static List<LossCase> reference() {
    return LossCase.in("ppo_policy.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    PpoLoss loss = new PpoLoss(given.number("clip_low"), given.number("clip_high"));
    double[] now = given.packed("new_logprobs");
    double[] old = given.packed("old_logprobs");
    double[] advantages = given.packed("advantages");
    PpoLoss.Policy found =
        loss.of(now, old, advantages, TokenMean.OVER_TOKENS.shares(given.lengths()));
    given.check("loss_token_mean", found.loss().value());
    given.checkPacked(
        given.expected().path("grad_new_logprobs"), "gradient", found.loss().gradient());
    double[] bySequence = TokenMean.OVER_SEQUENCES.shares(given.lengths());
    given.check(
        "loss_mean_of_sequence_means", loss.of(now, old, advantages, bySequence).loss().value());
    RatioStatistics statistics = found.statistics();
    given.check("clip_fraction", statistics.clipFraction());
    given.check("approx_kl_k1", statistics.klK1());
    given.check("approx_kl_half_squared", statistics.klHalfSquared());
    given.check("approx_kl_k3", statistics.klK3());
    given.check("ratio_mean", statistics.ratioMean());
    given.check("ratio_max", statistics.ratioMax());
  }
}
