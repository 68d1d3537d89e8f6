package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Slice;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.gate.neutral.NeutralRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds whole verdicts, and every number behind them, against those of the reference. */
@Tag("fixtures")
class ScoreFixturesTest {
  private static final Map<String, String> METRICS =
      Map.of(
          "M1", "violation.rate",
          "M2", "safety.tail",
          "M3", "helpfulness",
          "M4", "false.refusal.rate");

  private static final Map<Path, Evaluation> READ = new HashMap<>();

  private static List<Arguments> of(String kind) {
    List<Arguments> cases = new ArrayList<>();
    for (Path file : Fixtures.files("statistics/scores", "expected.json")) {
      for (JsonNode one : Fixtures.json(file).path(kind)) {
        cases.add(Arguments.of(one.path("id").asText(), one, file.getParent()));
      }
    }
    return cases;
  }

  static List<Arguments> cases() {
    return of("cases");
  }

  static List<Arguments> margins() {
    return of("marginResolution");
  }

  private static synchronized Evaluation read(Path folder, JsonNode name) {
    return READ.computeIfAbsent(folder.resolve(name.asText()), NeutralRun::read);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("margins")
  void settlesTheMargins(String id, JsonNode one, Path folder) {
    Gate gate = Gate.named("g");
    for (String metric : METRICS.values()) {
      // A margin is written, so that one that can't be settled is noted and not refused.
      gate = gate.require(Rule.noWorseThan(Path.of("none"), metric, Tolerance.of(0.2)));
    }
    Map<String, ResolvedMargin> margins =
        gate.baseline(read(folder, one.path("baseline")), Optional.of(read(folder, one.path("aa"))))
            .terms()
            .margins();
    METRICS.forEach(
        (name, metric) -> {
          JsonNode want = one.path("metrics").path(name);
          ResolvedMargin got = margins.get(metric);
          assertThat(got.mde().orElse(-1))
              .as(id + " " + name)
              .isCloseTo(want.path("mde").asDouble(), within(1e-9));
          assertThat(got.margin().orElse(-1))
              .as(id + " " + name)
              .isCloseTo(want.path("autoMargin").asDouble(-1), within(1e-12));
          assertThat(got.promptsNeeded().orElse(-1))
              .isEqualTo(want.path("promptsNeeded").asLong(-1));
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void decidesAsTheReference(String id, JsonNode one, Path folder) {
    JsonNode config = Fixtures.json(folder.resolve("gate-config.json"));
    Baseline baseline = Baseline.of(read(folder, one.path("baseline")));
    for (GateSettings.Mode mode : GateSettings.Mode.values()) {
      String name = mode.name().toLowerCase(Locale.ROOT);
      Gate gate =
          gate(one, config, baseline)
              .with(
                  settings ->
                      settings
                          .mode(mode)
                          .maxErrorRate(config.path("maxErrorRate").asDouble())
                          .maxParseFailures(config.path("maxParseFailures").asInt()));
      Verdict verdict = gate.check(read(folder, one.path("candidate")));
      assertThat(verdict.status().name())
          .as(id + " " + name + "\n" + verdict.message())
          .isEqualTo(one.path("overall").path(name).asText());
      boolean measured = verdict.status() != Status.ERROR;
      if (measured) {
        findings(id + " " + name, verdict, one.path("metrics"), name);
      }
    }
  }

  private static Gate gate(JsonNode one, JsonNode config, Baseline baseline) {
    Gate gate = Gate.named("g");
    JsonNode margins = config.path("marginsByBaseline").path(one.path("baseline").asText());
    for (Map.Entry<String, String> metric : METRICS.entrySet()) {
      if (one.path("metrics").has(metric.getKey())) {
        Tolerance tolerance = Tolerance.of(margins.path(metric.getKey()).asDouble()).minimumHarm(0);
        gate = gate.require(Rule.noWorseThan(baseline, metric.getValue(), tolerance));
      }
    }
    JsonNode slices = one.path("metrics").path("M5");
    if (!slices.isMissingNode()) {
      Slice.Key key =
          slices.path("sliceKey").asText().equals("category")
              ? Slice.Key.CATEGORY
              : Slice.Key.ATTACK;
      gate = gate.require(Rule.noSliceWorse(baseline, "violation.rate", key));
    }
    for (JsonNode cap : one.path("metrics").path("M6").path("caps")) {
      gate =
          gate.require(
              Rule.atMost(
                  "violation.rate",
                  Slice.category(cap.path("category").asText()),
                  cap.path("cap").asDouble()));
    }
    return gate;
  }

  private static void findings(String id, Verdict verdict, JsonNode metrics, String mode) {
    for (Map.Entry<String, String> metric : METRICS.entrySet()) {
      JsonNode want = metrics.path(metric.getKey());
      for (Finding finding : verdict.findings()) {
        if (finding.rule().equals("noWorseThan") && finding.metric().equals(metric.getValue())) {
          compare(id + " " + metric.getKey(), finding, want, mode);
        }
      }
    }
    List<Finding> slices =
        verdict.findings().stream().filter(one -> one.rule().startsWith("noSlice")).toList();
    slices(id + " M5", slices, metrics.path("M5"), mode);
    List<Finding> caps =
        verdict.findings().stream().filter(one -> one.rule().equals("atMost")).toList();
    for (int i = 0; i < caps.size(); i++) {
      JsonNode cap = metrics.at("/M6/caps/" + i);
      assertThat(caps.get(i).status().name()).isEqualTo(cap.path("verdict").asText());
      near(id + " M6", caps.get(i), "lower", cap.path("wilsonLower"), 1e-9);
      near(id + " M6", caps.get(i), "upper", cap.path("wilsonUpper"), 1e-9);
    }
  }

  /** One that fails is a failure of all of them. */
  private static void slices(String id, List<Finding> slices, JsonNode want, String mode) {
    if (!slices.isEmpty()) {
      assertThat(Status.worst(slices.stream().map(Finding::status).toList()).name())
          .as(id)
          .isEqualTo(want.path("verdict").path(mode).asText());
    }
    for (Finding finding : slices) {
      String label = finding.subject().slice().orElseThrow().label();
      for (JsonNode slice : want.path("slices")) {
        if (slice.path("slice").asText().equals(label)) {
          near(id + " " + label, finding, "pHolm", slice.path("pHolm"), 1e-9);
          near(id + " " + label, finding, "estimate", slice.path("harm"), 1e-9);
        }
      }
      assertThat(want.path("slices"))
          .as(id)
          .anyMatch(one -> one.path("slice").asText().equals(label));
    }
  }

  private static void compare(String id, Finding finding, JsonNode want, String mode) {
    assertThat(finding.status().name())
        .as(id + " " + finding.message())
        .isEqualTo(want.path("verdict").path(mode).asText());
    near(id, finding, "baseline", want.path("baseline"), 1e-9);
    near(id, finding, "candidate", want.path("candidate"), 1e-9);
    near(id, finding, "estimate", want.path("harm"), 1e-9);
    near(id, finding, "mde", want.path("mde"), 1e-9);
    near(id, finding, "p", want.path("pWorse"), want.path("pWorseAccept").asDouble(1e-9));
    near(id, finding, "lower", want.path("harmLower"), want.path("harmLowerAccept").asDouble(1e-9));
    near(id, finding, "upper", want.path("harmUpper"), want.path("harmUpperAccept").asDouble(1e-9));
  }

  private static void near(String id, Finding finding, String key, JsonNode want, double off) {
    if (want.isNumber()) {
      assertThat(finding.numbers().getOrDefault(key, Double.NaN))
          .as(id + " " + key)
          .isCloseTo(want.asDouble(), within(off));
    }
  }
}
