package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KlControllerTest {
  @Test
  void risesAboveTheTargetAndFallsBelow() {
    // Twice the target is an error of 1, clipped to 0.2: 0.1 * (1 + 0.2 * 50 / 100) = 0.11.
    KlController controller = new KlController(0.1, 6, 100, 0.2);
    assertThat(controller.after(12, 50).beta()).isCloseTo(0.11, within(1e-15));
    assertThat(controller.after(0, 50).beta()).isCloseTo(0.09, within(1e-15));
    assertThat(controller.after(6, 50)).isEqualTo(controller);
  }

  static List<LossCase> reference() {
    return LossCase.in("adaptive_kl.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyNumberIsTheReferences(LossCase given) {
    KlController controller =
        new KlController(
            given.number("initial_beta"),
            given.number("target_kl"),
            given.number("horizon"),
            given.number("error_clip"));
    double[] kl = given.numbers("mean_sequence_kl");
    for (int step = 0; step < kl.length; step++) {
      controller = controller.after(kl[step], (int) given.number("samples_per_step"));
      given.check(
          given.expected().path("beta_after_step").path(step), "step " + step, controller.beta());
    }
  }
}
