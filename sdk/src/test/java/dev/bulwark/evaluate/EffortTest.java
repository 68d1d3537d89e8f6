package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evaluate.Effort.Tokens;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EffortTest {
  @Test
  void whatAPartCostsIsNotWhatAllDo() {
    Tokens priced = new Tokens(7, 3).cost(OptionalDouble.of(0.5));
    assertThat(priced.plus(priced)).isEqualTo(new Tokens(14, 6).cost(OptionalDouble.of(1)));
    assertThat(priced.plus(new Tokens(1, 1))).isEqualTo(new Tokens(8, 4));
    assertThat(new Tokens(1, 1).plus(priced)).isEqualTo(new Tokens(8, 4));
  }
}
