package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SwitchesTest {
  private static final Switches STRICT = new Switches(true, true, true, true, OnInconclusive.FAIL);
  private static final Switches LAX = new Switches(false, false, false, false, OnInconclusive.WARN);

  @ParameterizedTest
  @EnumSource(Status.class)
  void forgiveNothingByDefault(Status status) {
    assertThat(STRICT.forgives(finding(status))).isEmpty();
  }

  @Test
  void neverForgiveABrokenMeasurement() {
    assertThat(LAX.forgives(finding(Status.ERROR))).isEmpty();
  }

  @Test
  void neverForgiveRowsThatTheResultsThemselvesLack() {
    Finding own =
        new Finding("gate", "all", Status.INCOMPARABLE, "ITEMS_MISSING", "Message.", Map.of());
    assertThat(LAX.forgives(own)).isEmpty();
    Finding compared =
        new Finding(
            "noWorseThan", "helpfulness", Status.INCOMPARABLE, "ITEMS_MISSING", "M.", Map.of());
    assertThat(LAX.forgives(compared)).contains("failOnIncomparable=false");
  }

  @Test
  void forgiveOneStatusEach() {
    Switches one = new Switches(true, false, true, true, OnInconclusive.FAIL);

    assertThat(one.forgives(finding(Status.NO_BASELINE))).contains("failIfNoBaseline=false");
    assertThat(one.forgives(finding(Status.FAIL))).isEmpty();
    assertThat(one.inForce()).containsExactly("failIfNoBaseline=false");
  }

  @Test
  void areNamedWhereTheyAreInForce() {
    assertThat(LAX.inForce())
        .containsExactlyInAnyOrder(
            "failOnRegression=false",
            "failIfNoBaseline=false",
            "failIfNoResults=false",
            "failOnIncomparable=false",
            "onInconclusive=WARN");
    assertThat(STRICT.inForce()).isEmpty();
  }

  private static Finding finding(Status status) {
    return new Finding("gate", "all", status, "CODE", "Message.", Map.of());
  }
}
