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

class EntropyTest {
  private static final double BANNED = Double.NEGATIVE_INFINITY;

  @Test
  void numbersByHand() {
    // Two equal tokens, one banned: p = 1/2 each, ln 2 nats, at its top: no slope.
    Loss found = Entropy.of(new double[] {3, BANNED, 3}, 0.5).loss();
    assertThat(found.value()).isCloseTo(Math.log(2), within(1e-12));
    assertThat(found.gradient()).containsExactly(new double[3], within(1e-12));
  }

  @Test
  void slopesAreThoseOfTheValue() {
    LossCase.checkSlopes(logits -> Entropy.of(logits, 0.7).loss(), 0.3, -1, 2, 0.5);
  }

  @Test
  void shiftedLogitsAreTheSameDistribution() {
    assertThat(Entropy.of(new double[] {801, 800}, 1).nats())
        .isCloseTo(Entropy.of(new double[] {1, 0}, 1).nats(), within(1e-12));
  }

  @Test
  void refusesTokensThatAreAllBanned() {
    assertThatThrownBy(() -> Entropy.of(new double[] {BANNED, BANNED}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The largest logit is -Infinity, but must be finite");
  }

  static List<LossCase> reference() {
    return LossCase.in("entropy.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    JsonNode expected = given.expected();
    double[] mask = given.numbers("mask");
    double[] shares = TokenMean.OVER_TOKENS.shares(given.lengths());
    double mean = 0;
    int length = given.inputs().path("mask").path(0).size();
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] == 1) {
        String place = "/%d/%d".formatted(i / length, i % length);
        Entropy distribution = distribution(given, place);
        Loss entropy = distribution.loss();
        int token = given.inputs().path("tokens").at(place).asInt();
        given.check(expected.path("entropy_per_token").at(place), place, entropy.value());
        given.check(
            expected.path("logprobs").at(place), place, distribution.logProbabilities()[token]);
        double[] slopes =
            Arrays.stream(entropy.gradient()).map(slope -> slope * shares[0]).toArray();
        given.check(expected.path("grad_logits_of_masked_mean_entropy").at(place), place, slopes);
        mean += entropy.value() * shares[0];
      }
    }
    given.check("entropy_masked_mean", mean);
  }

  private static Entropy distribution(LossCase given, String place) {
    double[] logits = LossCase.numbers(given.inputs().path("logits").at(place));
    given.inputs().path("banned_ids").at(place).forEach(id -> logits[id.asInt()] = BANNED);
    return Entropy.of(logits, given.number("temperature"));
  }
}
