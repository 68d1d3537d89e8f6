package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {
  @Test
  void countsTwoThreadsOfACoreOnce() {
    List<String> lines =
        List.of(
            "processor\t: 0",
            "physical id\t: 0",
            "core id\t\t: 0",
            "processor\t: 1",
            "physical id\t: 0",
            "core id\t\t: 0",
            "processor\t: 2",
            "physical id\t: 0",
            "core id\t\t: 1",
            "processor\t: 3",
            "physical id\t: 1",
            "core id\t\t: 1");

    assertThat(Cores.in(lines)).isEqualTo(3);
  }

  @Test
  void knowsNothingWhereNoCoresStand() {
    assertThat(Cores.in(List.of("processor\t: 0", "BogoMIPS\t: 50"))).isZero();
  }

  @Test
  void findsOneAtLeast() {
    assertThat(Cores.physical()).isBetween(1, Runtime.getRuntime().availableProcessors());
  }
}
