package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafetyLossTest {
  @Test
  void numbersByHand() {
    // Safe at 0: 2 * ln 2, slope -2 / 2. Unsafe at ln 3: 3 * ln 4, slope 3 * 3/4. Over 2 labels.
    SafetyLoss loss = new SafetyLoss(2, 3);
    Loss found =
        loss.of(
            new double[] {0, 7, Math.log(3)},
            List.of(SafetyLabel.SAFE, SafetyLabel.UNKNOWN, SafetyLabel.UNSAFE));
    assertThat(found.value()).isCloseTo((2 * Math.log(2) + 3 * Math.log(4)) / 2, within(1e-12));
    assertThat(found.gradient()).containsExactly(new double[] {-0.5, 0, 1.125}, within(1e-12));
  }

  @Test
  void noLabelIsNoLoss() {
    Loss found = new SafetyLoss(1, 1).of(new double[] {4}, List.of(SafetyLabel.UNKNOWN));
    assertThat(found.value()).isZero();
    assertThat(found.gradient()).containsExactly(0);
  }

  static List<LossCase> reference() {
    return LossCase.in("aux_safety.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    double[] scores =
        LossCase.inTurn(given.numbers("chosen_rewards"), given.numbers("rejected_rewards"));
    List<SafetyLabel> labels = labels(given);
    SafetyLoss auxiliary =
        new SafetyLoss(given.number("weight_safe"), given.number("weight_unsafe"));
    Loss ranking = new PairLoss(0).of(scores, given.numbers("margins"));
    Loss safety = auxiliary.of(scores, labels);
    Loss total = ranking.plus(given.number("aux_coefficient"), safety);
    given.check("labelled_responses", SafetyLoss.labelled(labels));
    given.check("aux_loss_mean_over_labelled_responses", safety.value());
    given.check("ranking_loss", ranking.value());
    given.check("total_loss", total.value());
    given.check(
        given.expected().path("grad_chosen_of_total"),
        "chosen",
        LossCase.half(total.gradient(), 0));
    given.check(
        given.expected().path("grad_rejected_of_total"),
        "rejected",
        LossCase.half(total.gradient(), 1));
    double[] each = new double[scores.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = auxiliary.of(new double[] {scores[i]}, List.of(labels.get(i))).value();
    }
    given.check(given.expected().path("per_response_bce_chosen"), "chosen", LossCase.half(each, 0));
    given.check(
        given.expected().path("per_response_bce_rejected"), "rejected", LossCase.half(each, 1));
  }

  private static List<SafetyLabel> labels(LossCase given) {
    List<SafetyLabel> labels = new ArrayList<>();
    for (int i = 0; i < given.inputs().path("chosen_safe").size(); i++) {
      labels.add(label(given.inputs().path("chosen_safe").path(i)));
      labels.add(label(given.inputs().path("rejected_safe").path(i)));
    }
    return labels;
  }

  private static SafetyLabel label(JsonNode bit) {
    if (bit.isNull()) {
      return SafetyLabel.UNKNOWN;
    }
    return bit.asInt() == 1 ? SafetyLabel.SAFE : SafetyLabel.UNSAFE;
  }
}
