package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdvantagesTest {
  @Test
  void numbersByHand() {
    // Answer 1, gamma 1, lambda 1/2: delta = {1 + 3 - 2, 5 - 3} = {2, 2}; A = {2 + 1, 2}; returns
    // {3 + 2, 2 + 3}. Answer 2: 4 - 1 = 3, return 4; nothing of it reaches answer 1.
    Advantages found =
        Advantages.of(new double[] {1, 5, 4}, new double[] {2, 3, 1}, new int[] {2, 1}, 1, 0.5);
    assertThat(found.advantages()).containsExactly(3, 2, 3);
    assertThat(found.returns()).containsExactly(5, 5, 4);
  }

  @Test
  void withLambdaOneReturnsAreTheRewardsStillToCome() {
    double[] rewards = {0.3, -1, 2, 0.7};
    Advantages found = Advantages.of(rewards, new double[] {9, -4, 3, 1}, new int[] {4}, 1, 1);
    assertThat(found.returns()).containsExactly(new double[] {2, 1.7, 2.7, 0.7}, within(1e-12));
  }

  @Test
  void refusesLengthsThatDoNotAddUp() {
    assertThatThrownBy(() -> Advantages.of(new double[3], new double[3], new int[] {2}, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The length of all sequences together is 2, but must be 3");
  }

  static List<LossCase> reference() {
    return LossCase.in("gae.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    Advantages found =
        Advantages.of(
            given.packed("rewards"),
            given.packed("values"),
            given.lengths(),
            given.number("gamma"),
            given.number("lambda"));
    JsonNode expected = given.expected();
    given.checkPacked(expected.path("advantages"), "advantages", found.advantages());
    given.checkPacked(expected.path("returns"), "returns", found.returns());
    WhiteningTest.check(given, expected.path("whitened_advantages"), found.advantages());
  }
}
