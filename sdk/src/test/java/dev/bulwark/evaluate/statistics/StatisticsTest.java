package dev.bulwark.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void wilsonOfNoneIsZSquaredOverNPlusZSquared() {
    // k = 0: centre and half width are both (z²/2n) / (1 + z²/n), so the upper bound is
    // z² / (n + z²); with z = 1.959964 and n = 10: 3.841459 / 13.841459 = 0.277533.
    Interval interval = Wilson.twoSided(0, 10, 0.95);
    assertThat(interval.lower()).isZero();
    assertThat(interval.upper()).isCloseTo(0.277533, within(1e-6));
  }

  @Test
  void wilsonOfHalfIsSymmetric() {
    // p = 1/2, n = 100: half width is z sqrt(1/400 + z²/40000) / (1 + z²/100)
    // = 1.959964 * sqrt(0.0025 + 0.0000960365) / 1.03841459 = 0.0961686.
    Interval interval = Wilson.twoSided(50, 100, 0.95);
    assertThat(interval.lower()).isCloseTo(0.5 - 0.0961686, within(1e-6));
    assertThat(interval.upper()).isCloseTo(0.5 + 0.0961686, within(1e-6));
  }

  @Test
  void wilsonRefusesNoPrompts() {
    assertThatThrownBy(() -> Wilson.twoSided(0, 0, 0.95))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("hits is 0.0 of 0.0, but must be between 0 and a positive count");
    assertThatThrownBy(() -> Wilson.twoSided(Double.NaN, 3, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neededPromptsBringTheBoundToTheLimit() {
    long n = Wilson.needed(0.04, 0.05, 0.95).orElseThrow();
    assertThat(Wilson.oneSided(0.04 * n, n, 0.95).upper()).isLessThanOrEqualTo(0.05);
    assertThat(Wilson.oneSided(0.04 * (n - 1), n - 1, 0.95).upper()).isGreaterThan(0.05);
    assertThat(Wilson.needed(0.05, 0.05, 0.95)).isEmpty();
    assertThat(Wilson.needed(0, 0, 0.95)).isEmpty();
  }

  @Test
  void mcNemarCountsTheTailsOfACoin() {
    // 4 changes, 3 for the worse: P(X = 3) = 4/16, P(X > 3) = 1/16.
    McNemar test = new McNemar(3, 1);
    assertThat(test.midPOneSided()).isCloseTo(1 / 16.0 + 2 / 16.0, within(1e-12));
    assertThat(test.exactOneSided()).isCloseTo(5 / 16.0, within(1e-12));
    assertThat(test.exactTwoSided()).isCloseTo(10 / 16.0, within(1e-12));
    assertThat(test.midPTwoSided()).isCloseTo(2 * (5 / 16.0 - 2 / 16.0), within(1e-12));
  }

  @Test
  void mcNemarOfNoChangeSaysNothing() {
    assertThat(new McNemar(0, 0).midPOneSided()).isEqualTo(0.5);
    assertThat(new McNemar(0, 0).midPTwoSided()).isEqualTo(1);
  }

  @Test
  void tangoOfNoChangeIsZSquaredOverNPlusZSquared() {
    // With z = 1.644854 and n = 97.294456 = 36 z², it would be 1/37; n = 97: 2.705543 / 99.705543.
    Interval bounds = new Tango(0, 0, 97).oneSided(0.95);
    assertThat(bounds.upper()).isCloseTo(0.0271353, within(1e-6));
    assertThat(bounds.lower()).isCloseTo(-0.0271353, within(1e-6));
  }

  @Test
  void holmMultipliesByWhatIsLeft() {
    // 0.01 * 3 = 0.03; 0.02 * 2 = 0.04; 0.03 * 1 = 0.03, raised to the one before.
    assertThat(Holm.adjust(List.of(0.02, 0.01, 0.03)))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactly(0.04, 0.03, 0.04);
    assertThat(Holm.adjust(List.of())).isEmpty();
  }

  @Test
  void detectableChangeShrinksWithPromptsAndNeedsAChange() {
    // Connor's formula at n = 300, 14 changes, alpha .05/4: about 0.0383, so that a margin of
    // 0.02 needs 300 (0.0383 / 0.02)² = about 1100 prompts.
    DetectableChange change = new DetectableChange(0.0125, 0.8);
    double seen = change.of(14, 300).orElseThrow();
    assertThat(Math.ceil(300 * seen * seen / 0.0004)).isEqualTo(1100);
    assertThat(change.of(0, 300)).isEmpty();
  }

  @Test
  void detectableChangeNeverGrowsWithPrompts() {
    for (double psi : new double[] {0.001, 0.02, 0.3, 1}) {
      double last = Double.MAX_VALUE;
      for (int n = 20; n < 100_000; n = n * 3 / 2) {
        double size = new DetectableChange(0.0125, 0.8).of(psi * n, n).orElseThrow();
        assertThat(size).as("psi %s, n %s", psi, n).isLessThan(last);
        last = size;
      }
    }
  }
}
