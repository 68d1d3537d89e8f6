package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DpoLossTest {
  @Test
  void atTheReferenceTheLossIsLnTwo() {
    // h = 0: ln 2, slope -beta / 2 for the chosen answer; smoothing 0.1 leaves ln 2 and 0.8 of it.
    double[] logs = {-5, -7};
    Loss plain = new DpoLoss(DpoLoss.Form.SIGMOID, 0.1, 0).of(logs, logs, 3, 4);
    assertThat(plain.value()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(plain.gradient()).containsExactly(new double[] {-0.05, 0.05}, within(1e-12));
    Loss smooth = new DpoLoss(DpoLoss.Form.SIGMOID, 0.1, 0.1).of(logs, logs, 3, 4);
    assertThat(smooth.value()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(smooth.gradient()[0]).isCloseTo(-0.04, within(1e-12));
  }

  @Test
  void ipoAimsAtAFixedLead() {
    // 1 / (2 * 0.5) = 1: a lead of 3 is 2 too many.
    Loss found =
        new DpoLoss(DpoLoss.Form.IPO, 0.5, 0)
            .of(new double[] {-2, -7}, new double[] {-3, -5}, 1, 1);
    assertThat(found.value()).isCloseTo(4, within(1e-12));
    assertThat(found.gradient()).containsExactly(4, -4);
  }

  @Test
  void refusesSmoothingWhereThereIsNone() {
    assertThatThrownBy(() -> new DpoLoss(DpoLoss.Form.IPO, 0.1, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("smoothing is 0.1, but must be 0 with the form IPO");
  }

  static List<LossCase> reference() {
    return LossCase.in("dpo.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    double beta = given.number("beta");
    DpoLoss sigmoid = new DpoLoss(DpoLoss.Form.SIGMOID, beta, given.number("label_smoothing"));
    check(given, "sigmoid", sigmoid);
    check(given, "ipo_sequence_sum", new DpoLoss(DpoLoss.Form.IPO, beta, 0));
    check(given, "ipo_length_normalised", new DpoLoss(DpoLoss.Form.IPO_PER_TOKEN, beta, 0));
    for (String side : List.of("chosen", "rejected")) {
      double[] policy = given.numbers("policy_" + side + "_logps");
      double[] reference = given.numbers("ref_" + side + "_logps");
      for (int i = 0; i < policy.length; i++) {
        given.check(
            given.expected().path("implicit_reward_" + side).path(i),
            side + " " + i,
            sigmoid.reward(policy[i], reference[i]));
      }
    }
  }

  private static void check(LossCase given, String form, DpoLoss loss) {
    double[] policy = pairs(given, "policy");
    double[] reference = pairs(given, "ref");
    int[] chosen = given.wholes("chosen_lengths");
    int[] rejected = given.wholes("rejected_lengths");
    int[] lengths = new int[policy.length];
    JsonNode expected = given.expected().path(form);
    for (int i = 0; i < chosen.length; i++) {
      lengths[2 * i] = chosen[i];
      lengths[2 * i + 1] = rejected[i];
      Loss pair =
          loss.of(
              Arrays.copyOfRange(policy, 2 * i, 2 * i + 2),
              Arrays.copyOfRange(reference, 2 * i, 2 * i + 2),
              chosen[i],
              rejected[i]);
      given.check(expected.path("per_pair").path(i), form + " " + i, pair.value());
    }
    Loss found = loss.of(policy, reference, lengths);
    given.check(expected.path("loss"), form, found.value());
    given.check(expected.path("grad_policy_chosen"), form, LossCase.half(found.gradient(), 0));
    given.check(expected.path("grad_policy_rejected"), form, LossCase.half(found.gradient(), 1));
  }

  private static double[] pairs(LossCase given, String model) {
    return LossCase.inTurn(
        given.numbers(model + "_chosen_logps"), given.numbers(model + "_rejected_logps"));
  }
}
