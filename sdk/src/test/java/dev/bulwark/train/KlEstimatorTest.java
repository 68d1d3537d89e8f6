package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KlEstimatorTest {
  @Test
  void numbersByHand() {
    // d = ln 2: k3 = 1/2 - 1 + ln 2.
    double d = Math.log(2);
    assertThat(KlEstimator.K1.of(d, 0)).isEqualTo(d);
    assertThat(KlEstimator.K2.of(0, d)).isCloseTo(d * d / 2, within(1e-15));
    assertThat(KlEstimator.K3.of(d, 0)).isCloseTo(d - 0.5, within(1e-15));
    assertThat(KlEstimator.ABS.of(0, d)).isEqualTo(d);
  }

  @Test
  void smallDistancesKeepTheirDigits() {
    // e^-d - 1 + d = d²/2 - d³/6 + ...
    assertThat(KlEstimator.K3.of(1e-6, 0)).isCloseTo(5e-13, within(1e-16));
  }

  static List<LossCase> reference() {
    return LossCase.in("kl.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    assertThat(given.expected()).hasSize(KlEstimator.values().length);
    for (KlEstimator estimator : KlEstimator.values()) {
      String name = estimator.name().toLowerCase(Locale.ROOT);
      JsonNode wanted = given.expected().path(name.equals("abs") ? "abs_k1" : name);
      double[] tokens = estimator.of(given.packed("logprobs"), given.packed("ref_logprobs"));
      double[] sums = sums(tokens, given.lengths());
      given.checkPacked(wanted.path("per_token"), name, tokens);
      given.check(wanted.path("sequence_sum"), name + " sums", sums);
      given.check(wanted.path("token_mean"), name + " mean", Whitening.mean(tokens));
      given.check(wanted.path("mean_sequence_sum"), name + " mean sum", Whitening.mean(sums));
    }
  }

  static double[] sums(double[] tokens, int... lengths) {
    double[] sums = new double[lengths.length];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      for (int end = at + lengths[i]; at < end; at++) {
        sums[i] += tokens[at];
      }
    }
    return sums;
  }
}
