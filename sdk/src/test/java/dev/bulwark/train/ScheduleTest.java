package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.fixtures.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void numbersByHand() {
    Schedule schedule = new Schedule(ScheduleShape.Kind.COSINE, 1.0, 0.2, 3, 7);
    // Warm-up over 3 steps: 1/3, 2/3, 3/3. Then 0.2 + 0.8 * (1 + cos(pi * k/4)) / 2 for k =
    // 0..3: cos = 1, sqrt(1/2), 0, -sqrt(1/2).
    double half = Math.sqrt(0.5);
    double[] rates = {1 / 3.0, 2 / 3.0, 1.0, 1.0, 0.6 + 0.4 * half, 0.6, 0.6 - 0.4 * half};
    for (int step = 0; step < rates.length; step++) {
      assertThat(schedule.rate(step)).as("step %d", step).isCloseTo(rates[step], EXACT);
    }
  }

  @Test
  void sharesBecomeStepsAndRates() {
    // 0.1 of 24 steps is 2.4, rounded up to 3; a floor of 0.25 at a peak of 4e-3 is 1e-3.
    assertThat(Schedule.of(new Optimisation(4e-3, 0.1, 0.25, 0, 1, 1, 1), 24))
        .isEqualTo(new Schedule(ScheduleShape.Kind.COSINE, 4e-3, 1e-3, 3, 24));
  }

  @Test
  void warmupHasItsLeastNumberOfSteps() {
    Optimisation optimisation =
        new Optimisation(1e-3, 0, 1, 0, 1, 1, 1)
            .schedule(new ScheduleShape(ScheduleShape.Kind.CONSTANT, 0.03, 5, 0.1));
    // 3 % of 60 are 2 steps, of 400 they are 12.
    assertThat(Schedule.of(optimisation, 60).warmup()).isEqualTo(5);
    assertThat(Schedule.of(optimisation, 400).warmup()).isEqualTo(12);
    assertThat(Schedule.of(optimisation, 60).rate(59)).isEqualTo(1e-3);
  }

  @Test
  void lineFallsEvenly() {
    // From 1 to 0.2 over four steps after one of warm-up: 1, 0.8, 0.6, 0.4.
    Schedule schedule = new Schedule(ScheduleShape.Kind.LINEAR, 1.0, 0.2, 1, 5);
    double[] rates = {1, 1, 0.8, 0.6, 0.4};
    for (int step = 0; step < rates.length; step++) {
      assertThat(schedule.rate(step)).isCloseTo(rates[step], EXACT);
    }
  }

  @Test
  void oneStepTakesThePeak() {
    Schedule schedule = Schedule.of(new Optimisation(1e-3, 0.03, 0.1, 0, 1, 1, 1), 1);
    assertThat(schedule.rate(0)).isEqualTo(1e-3);
  }

  @RepeatedTest(50)
  void risesThenFallsBetweenFloorAndPeak(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Optimisation optimisation =
        new Optimisation(
            1e-5 + random.nextDouble() * 1e-2,
            random.nextDouble() * 0.99,
            random.nextDouble(),
            0,
            1,
            1,
            1);
    long steps = 1 + random.nextInt(300);
    Schedule schedule = Schedule.of(optimisation, steps);
    double before = 0;
    for (long step = 0; step < steps; step++) {
      double rate = schedule.rate(step);
      assertThat(rate).isPositive().isLessThanOrEqualTo(schedule.peak() * (1 + 1e-12));
      if (step <= schedule.warmup()) {
        assertThat(rate).isGreaterThanOrEqualTo(before * (1 - 1e-12));
      } else {
        assertThat(rate).isLessThanOrEqualTo(before);
        assertThat(rate).isGreaterThanOrEqualTo(schedule.floor() * (1 - 1e-12));
      }
      before = rate;
    }
  }

  static List<Path> reference() {
    return Fixtures.files("losses").stream()
        .filter(file -> file.endsWith("lr_schedule.json"))
        .toList();
  }

  /** Of the reference's two warm-ups ours is {@code (s+1)/w}: the first step learns. */
  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("reference")
  void everyRateIsTheReferences(Path file) {
    for (JsonNode given : Fixtures.json(file).path("cases")) {
      JsonNode inputs = given.path("inputs");
      JsonNode expected = given.path("expected");
      double peak = inputs.path("peak_lr").asDouble();
      long steps = inputs.path("total_steps").asLong();
      ScheduleShape shape =
          new ScheduleShape(
              ScheduleShape.Kind.COSINE,
              inputs.path("warmup_ratio").asDouble(),
              inputs.path("min_warmup_steps").asInt(),
              inputs.path("floor_ratio").asDouble());
      Schedule schedule =
          Schedule.of(new Optimisation(peak, 0, 1, 0, 1, 1, 1).schedule(shape), steps);
      assertThat(schedule.warmup()).isEqualTo(expected.path("warmup_steps").asLong());
      for (int step = 0; step <= steps; step++) {
        double rate = expected.path("lr_warmup_from_one_step").path(step).asDouble();
        assertThat(schedule.rate(step)).isCloseTo(rate, within(1e-12));
      }
      assertThat(expected.path("lr_warmup_from_one_step")).hasSize((int) steps + 1);
    }
  }
}
