package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GrpoLossTest {
  @Test
  void distanceFromTheReferenceByHand() {
    // One token, ratio 1, advantage 0; d = ln 2: k3 = ln 2 - 1/2, slope 1 - 1/2, both times 0.1.
    GrpoLoss loss = new GrpoLoss(new PpoLoss(0.2, 0.2), 0.1);
    double[] now = {-1};
    Loss found = loss.of(now, now, new double[] {-1 - Math.log(2)}, new double[] {0}, 1).loss();
    assertThat(found.value()).isCloseTo(0.1 * (Math.log(2) - 0.5), within(1e-12));
    assertThat(found.gradient()).containsExactly(new double[] {0.05}, within(1e-12));
  }

  @Test
  void slopesAreThoseOfTheValue() {
    GrpoLoss loss = new GrpoLoss(new PpoLoss(0.2, 0.28), 0.3);
    double[] old = {-1.3, -0.4, -2};
    double[] reference = {-1, -0.9, -2.2};
    double[] advantages = {0.5, -2, 1};
    LossCase.checkSlopes(
        now -> loss.of(now, old, reference, advantages, 0.25, 0.5, 0.25).loss(), -1.2, -0.5, -1.1);
  }
}
