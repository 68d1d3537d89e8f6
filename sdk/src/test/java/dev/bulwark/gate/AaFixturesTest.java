package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.evaluate.statistics.LowerTail;
import dev.bulwark.evaluate.statistics.PairedScores;
import dev.bulwark.fixtures.Fixtures;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How often unchanged models fail: the fixtures' thousand pairs of runs of the same model. What
 * needs no draws runs always; the rest takes a minute:
 *
 * <pre>mvn -pl sdk test -Dtest=AaFixturesTest -Dbulwark.study=true</pre>
 */
@Tag("fixtures")
class AaFixturesTest {
  private static final double ALPHA = 0.05;
  private static final int DRAWS = 2_000;

  private static Path folder() {
    return Fixtures.files("statistics", "aa-parameters.json").get(0).getParent();
  }

  private static AaPairs pairs() {
    return AaPairs.of(Fixtures.json(folder().resolve("aa-parameters.json")));
  }

  private static JsonNode expected() {
    return Fixtures.json(folder().resolve("expected.json"));
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  @Test
  void drawsWhatTheGeneratorDraws() {
    for (JsonNode check : expected().path("check")) {
      int r = check.path("pair").asInt();
      int n = check.path("n").asInt();
      boolean clustered = check.path("kind").asText().equals("clustered");
      AaPairs.Pair pair = clustered ? pairs().clustered(r, n / 10) : pairs().pair(r, n);
      near(sum(pair.before().safety()), check.path("sumSafetyB"));
      near(sum(pair.now().safety()), check.path("sumSafetyC"));
      near(sum(Study.bad(pair.before().safety())), check.path("violationsB"));
      near(sum(Study.bad(pair.now().safety())), check.path("violationsC"));
      if (check.has("companion")) {
        AaPairs.Side again = pairs().companion(r, n);
        near(sum(again.safety()), check.at("/companion/sumSafetyA"));
        near(sum(again.helpfulness()), check.at("/companion/sumHelpA"));
        near(sum(again.refused()), check.at("/companion/refusedA"));
      }
    }
  }

  private static void near(double got, JsonNode want) {
    assertThat(got).isCloseTo(want.asDouble(Double.NaN), within(1e-9));
  }

  @Test
  void raisesAsManyFalseAlarmsAsTheReference() {
    AaPairs pairs = pairs();
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(ALPHA);
    for (JsonNode alarms : expected().path("falseAlarms")) {
      int n = alarms.path("n").asInt();
      int all = alarms.path("pairs").asInt();
      int m1 = 0;
      int m2 = 0;
      int m4 = 0;
      boolean clustered = alarms.path("kind").asText().equals("clustered");
      for (int r = 0; r < all; r++) {
        AaPairs.Pair pair = clustered ? pairs.clustered(r, n / 10) : pairs.pair(r, n);
        double[] before = Study.bad(pair.before().safety());
        m1 += Study.counts(before, Study.bad(pair.now().safety())).p() < ALPHA ? 1 : 0;
        if (!clustered) {
          m4 += Study.counts(pair.before().refused(), pair.now().refused()).p() < ALPHA ? 1 : 0;
          PairedScores scores = Study.pair(pair.before().safety(), pair.now().safety());
          LowerTail tail = Study.tail(n);
          m2 += -scores.tailChange(tail) / scores.tailError(tail) > z ? 1 : 0;
        }
      }
      Map<String, Integer> got =
          clustered
              ? Map.of("naiveMcNemarDetectFail", m1)
              : Map.of("M1_detectFail", m1, "M4_detectFail", m4, "M2_influenceZFail", m2);
      for (Map.Entry<String, JsonNode> count : alarms.path("exactCounts").properties()) {
        assertThat((double) got.getOrDefault(count.getKey(), -1))
            .as(count.getKey() + " at " + n)
            .isCloseTo(count.getValue().asInt(), within(1.0));
        assertThat(clustered || Math.abs(count.getValue().asInt() - all * 0.05) <= all * 0.02)
            .as("between 3 and 7 %")
            .isTrue();
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(
      named = "bulwark.study",
      matches = "true",
      disabledReason = "takes a minute; see above")
  void failsUnchangedModelsSeldomAndPassesThemMostly() {
    AaPairs pairs = pairs();
    for (JsonNode alarms : expected().path("falseAlarms")) {
      if (alarms.path("kind").asText().equals("clustered")) {
        continue;
      }
      int n = alarms.path("n").asInt();
      int all = alarms.path("pairs").asInt();
      Study study =
          new Study(DRAWS).run(all, r -> new Study.Trial(pairs.pair(r, n), pairs.companion(r, n)));
      Study.note(
          "unchanged, n = " + n,
          "unadjusted "
              + study.unadjusted
              + ", worse "
              + study.worse
              + ", overall "
              + study.overall
              + ", refused "
              + study.refused);
      for (String metric : Study.NAMES) {
        assertThat(study.unadjusted.get(metric) / (double) all)
            .as(metric + " unadjusted at " + n)
            .isBetween(0.03, 0.07);
      }
      for (GateSettings.Mode mode : GateSettings.Mode.values()) {
        JsonNode counts = alarms.path("overallM1toM4").path(mode.name().toLowerCase(Locale.ROOT));
        for (Map.Entry<String, JsonNode> count : counts.properties()) {
          assertThat((double) study.count(mode, Status.valueOf(count.getKey())))
              .as(mode + " " + count.getKey() + " at " + n)
              .isCloseTo(
                  count.getValue().asInt(), within(alarms.path("overallCountAccept").asDouble()));
        }
      }
      double passes = study.count(GateSettings.Mode.DETECT, Status.PASS) / (double) all;
      double fails = study.count(GateSettings.Mode.DETECT, Status.FAIL) / (double) all;
      assertThat(fails).as("false failures at " + n).isLessThanOrEqualTo(0.06);
      assertThat(passes).isGreaterThanOrEqualTo(n >= 2000 ? 0.93 : n >= 1000 ? 0.90 : 0);
    }
  }
}
