package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PairLossTest {
  private static final PairLoss PLAIN = new PairLoss(0);

  @Test
  void numbersByHand() {
    // Pair 1 leads by 1 - 0 - 1 = 0: ln 2, slope 1/2. Pair 2 leads by 0 - 2 - 0 = -2: ln(1 + e^2)
    // = 2.126928, slope 1/(1 + e^-2) = 0.880797. Both over 2 pairs.
    Loss loss = PLAIN.of(new double[] {1, 0, 0, 2}, 1, 0);
    assertThat(loss.value()).isCloseTo((Math.log(2) + 2.126928011042972) / 2, within(1e-12));
    assertThat(loss.gradient())
        .containsExactly(
            new double[] {-0.25, 0.25, -0.44039853898894116, 0.44039853898894116}, within(1e-12));
  }

  @Test
  void centringHoldsTheSum() {
    // 0.1 * (1 + 2)^2 = 0.9 more, and 2 * 0.1 * 3 = 0.6 on each score.
    Loss plain = PLAIN.of(new double[] {1, 2}, 0);
    Loss centred = new PairLoss(0.1).of(new double[] {1, 2}, 0);
    assertThat(centred.value() - plain.value()).isCloseTo(0.9, within(1e-12));
    assertThat(centred.gradient()[0] - plain.gradient()[0]).isCloseTo(0.6, within(1e-12));
    assertThat(centred.gradient()[1] - plain.gradient()[1]).isCloseTo(0.6, within(1e-12));
  }

  @Test
  void onlyTheDifferenceCounts() {
    double[] scores = {0.3, -1.2, 2, 0.4};
    double[] shifted = {5.3, 3.8, 7, 5.4};
    assertThat(PLAIN.of(shifted, 1, 2).value())
        .isCloseTo(PLAIN.of(scores, 1, 2).value(), within(1e-12));
  }

  @Test
  void partsOfABatchAddUp() {
    double[] margins = {1, 0, 2};
    Loss whole = PLAIN.of(new double[] {0.3, -1.2, 2, 0.4, 0, 1}, margins);
    Loss first = PLAIN.of(new double[] {0.3, -1.2}, new double[] {1}, 3);
    Loss rest = PLAIN.of(new double[] {2, 0.4, 0, 1}, new double[] {0, 2}, 3);
    assertThat(first.value() + rest.value()).isCloseTo(whole.value(), within(1e-15));
    assertThat(rest.gradient()[0]).isEqualTo(whole.gradient()[2]);
  }

  @Test
  void slopesAreThoseOfTheValue() {
    double[] margins = {1, 0.5};
    LossCase.checkSlopes(scores -> new PairLoss(0.05).of(scores, margins), 0.3, -1.2, 2, 0.4);
  }

  @Test
  void thePapersMargins() {
    assertThat(MarginTable.SMALL).isEqualTo(new MarginTable(1, 2 / 3.0, 1 / 3.0, 0));
    assertThat(MarginTable.LARGE).isEqualTo(new MarginTable(3, 2, 1, 0));
    assertThat(MarginTable.NONE.needsRatings()).isFalse();
    assertThat(MarginTable.SMALL.needsRatings()).isTrue();
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> new MarginTable(3, -2, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("better is -2.0, but must be finite and 0 or more");
    assertThatThrownBy(() -> new PairLoss(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("centring is -1.0, but must be in [0, 1000000)");
    assertThatThrownBy(() -> PLAIN.of(new double[3], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The length of scores is 3, but must be 2");
  }

  static List<LossCase> reference() {
    return LossCase.in("reward_margin.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    double[] margins = margins(given);
    given.check(given.expected().path("margins"), "margins", margins);
    double[] scores =
        LossCase.inTurn(given.numbers("chosen_rewards"), given.numbers("rejected_rewards"));
    Loss loss = new PairLoss(given.number("center_coefficient")).of(scores, margins);
    given.check("loss", loss.value());
    given.check(given.expected().path("grad_chosen"), "chosen", LossCase.half(loss.gradient(), 0));
    given.check(
        given.expected().path("grad_rejected"), "rejected", LossCase.half(loss.gradient(), 1));
    for (int i = 0; i < margins.length; i++) {
      Loss pair = PLAIN.of(new double[] {scores[2 * i], scores[2 * i + 1]}, margins[i]);
      given.check(given.expected().path("per_pair_loss").path(i), "pair " + i, pair.value());
    }
  }

  private static double[] margins(LossCase given) {
    MarginTable table =
        switch (given.inputs().path("margin_table").asText()) {
          case "none" -> MarginTable.NONE;
          case "small" -> MarginTable.SMALL;
          case "large" -> MarginTable.LARGE;
          default -> throw new AssertionError("No table " + given.inputs().path("margin_table"));
        };
    return given
        .inputs()
        .path("ratings")
        .valueStream()
        .mapToDouble(
            rating ->
                switch (rating.asText()) {
                  case "significantly_better" -> table.significantly();
                  case "better" -> table.better();
                  case "slightly_better" -> table.slightly();
                  case "negligibly_better_or_unsure" -> table.negligibly();
                  default -> throw new AssertionError("No rating " + rating);
                })
        .toArray();
  }
}
