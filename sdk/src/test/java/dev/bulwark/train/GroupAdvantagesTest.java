package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupAdvantagesTest {
  @Test
  void numbersByHand() {
    // Mean 2, deviation 1 by n - 1; the others of 1, 2, 3 have the means 2.5, 2, 1.5.
    double[][] rewards = {{1, 2, 3}};
    assertThat(GroupAdvantages.GROUP.of(rewards, 0)[0]).containsExactly(-1, 0, 1);
    assertThat(GroupAdvantages.NONE.of(rewards, 0)[0]).containsExactly(-1, 0, 1);
    assertThat(GroupAdvantages.LEAVE_ONE_OUT.of(rewards, 0)[0]).containsExactly(-1.5, 0, 1.5);
  }

  @Test
  void equalRewardsTeachNothing() {
    double[][] rewards = {{0.7, 0.7}, {1, 1}};
    for (GroupAdvantages scaling : GroupAdvantages.values()) {
      assertThat(scaling.of(rewards, 1e-4)[0]).containsExactly(0, 0);
    }
  }

  @Test
  void refusesAnAnswerAlone() {
    assertThatThrownBy(() -> GroupAdvantages.GROUP.of(new double[][] {{1}}, 1e-4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The number of answers is 1, but must be at least 2");
  }

  static List<LossCase> reference() {
    return LossCase.in("grpo.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    double[][] rewards =
        given
            .inputs()
            .path("rewards")
            .valueStream()
            .map(LossCase::numbers)
            .toArray(double[][]::new);
    Map<String, GroupAdvantages> scalings =
        Map.of(
            "scale_group", GroupAdvantages.GROUP,
            "scale_batch", GroupAdvantages.BATCH,
            "scale_none", GroupAdvantages.NONE,
            "rloo_leave_one_out", GroupAdvantages.LEAVE_ONE_OUT);
    scalings.forEach(
        (name, scaling) -> {
          double[][] found = scaling.of(rewards, given.number("epsilon"));
          double[] flat = Arrays.stream(found).flatMapToDouble(Arrays::stream).toArray();
          given.check(given.expected().path(name), name, flat);
        });
  }
}
