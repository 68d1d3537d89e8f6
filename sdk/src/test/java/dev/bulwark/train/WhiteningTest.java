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

class WhiteningTest {
  @Test
  void numbersByHand() {
    // Mean 2, squares 1 + 0 + 1: variance 1 by n - 1, 2/3 by n.
    assertThat(Whitening.MEAN_REMOVED_UNBIASED.of(1, 2, 3))
        .containsExactly(new double[] {-1, 0, 1}, within(1e-7));
    assertThat(Whitening.MEAN_KEPT_BIASED.of(1, 2, 3))
        .containsExactly(new double[] {2 - Math.sqrt(1.5), 2, 2 + Math.sqrt(1.5)}, within(1e-7));
  }

  @Test
  void aNumberAloneHasNoSpread() {
    assertThat(Whitening.MEAN_REMOVED_UNBIASED.of(3)).containsExactly(0);
    assertThat(Whitening.MEAN_KEPT_UNBIASED.of(3)).containsExactly(3);
  }

  @Test
  void shiftAndScaleDoNotMatterWithoutTheMean() {
    double[] once = Whitening.MEAN_REMOVED_BIASED.of(0.2, -3, 1.5, 8);
    double[] again = Whitening.MEAN_REMOVED_BIASED.of(20 + 2, 20 - 30, 20 + 15, 20 + 80);
    assertThat(again).containsExactly(once, within(1e-8));
  }

  static List<LossCase> reference() {
    return LossCase.in("whiten.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    double[] values = given.packed("values");
    given.check("mean", Whitening.mean(values));
    given.check("variance_unbiased", Whitening.variance(values, 1));
    given.check("variance_biased", Whitening.variance(values, 0));
    check(given, given.expected().path("whitened"), values);
  }

  /** Checks all variants of a reference, padded where the case has a mask. */
  static void check(LossCase given, JsonNode whitened, double... values) {
    assertThat(whitened).hasSize(Whitening.values().length);
    for (Whitening variant : Whitening.values()) {
      String name = variant.name().toLowerCase(Locale.ROOT);
      if (given.inputs().has("mask")) {
        given.checkPacked(whitened.path(name), name, variant.of(values));
      } else {
        given.check(whitened.path(name), name, variant.of(values));
      }
    }
  }
}
