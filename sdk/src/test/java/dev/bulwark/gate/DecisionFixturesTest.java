package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.DetectableChange;
import dev.bulwark.evaluate.statistics.Holm;
import dev.bulwark.evaluate.statistics.Interval;
import dev.bulwark.evaluate.statistics.LowerTail;
import dev.bulwark.evaluate.statistics.PairedScores;
import dev.bulwark.fixtures.Fixtures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds decisions and margins against the reference's, from numbers to verdicts. */
@Tag("fixtures")
class DecisionFixturesTest {
  private static final Map<String, Metric> METRICS =
      Map.of(
          "M1", Metric.VIOLATION_RATE,
          "M2", Metric.SAFETY_TAIL,
          "M3", Metric.HELPFULNESS,
          "M4", Metric.FALSE_REFUSAL_RATE);

  private static Iterable<JsonNode> cases(String file) {
    return Fixtures.files("statistics/closed-form").stream()
        .filter(path -> path.endsWith(file + ".json"))
        .flatMap(
            path -> StreamSupport.stream(Fixtures.json(path).path("cases").spliterator(), false))
        .toList();
  }

  /** Missing and null are NaN, and so is the text NaN. */
  private static double number(JsonNode value) {
    return value.isTextual() ? Double.parseDouble(value.asText()) : value.asDouble(Double.NaN);
  }

  private static OptionalDouble optional(JsonNode value) {
    return value.isNull() || value.isMissingNode()
        ? OptionalDouble.empty()
        : OptionalDouble.of(number(value));
  }

  private static double margin(JsonNode metric) {
    JsonNode margin = metric.path("margin");
    if (!margin.isObject()) {
      return number(margin);
    }
    if (margin.has("baselineMde")) {
      return MarginRange.of(METRICS.get(metric.path("metric").asText()))
          .resolve(optional(margin.path("baselineMde")))
          .orElse(Double.NaN);
    }
    return number(margin.path("resolved"));
  }

  private static List<Evidence> family(JsonNode in) {
    List<Evidence> family = new ArrayList<>();
    for (JsonNode metric : in.path("metrics")) {
      family.add(
          new Evidence(
              Double.POSITIVE_INFINITY,
              new Interval(number(metric.path("harmLower")), number(metric.path("harmUpper"))),
              number(metric.path("pWorse")),
              margin(metric),
              optional(metric.path("mde")),
              0));
    }
    return family;
  }

  private static List<Double> adjusted(List<Evidence> family) {
    return Holm.adjust(family.stream().map(Evidence::familyP).toList());
  }

  @Test
  void decidesEachMetric() {
    for (JsonNode one : cases("decision-metric")) {
      double alpha = one.at("/input/alpha").asDouble();
      List<Evidence> family = family(one.path("input"));
      List<Double> adjusted = adjusted(family);
      for (int i = 0; i < family.size(); i++) {
        JsonNode want = one.path("expected").path("metrics").path(i);
        String id = one.path("id").asText() + " " + want.path("metric").asText();
        for (GateSettings.Mode mode : GateSettings.Mode.values()) {
          assertThat(family.get(i).decide(adjusted.get(i), alpha, mode).name())
              .as(id + " " + mode)
              .isEqualTo(want.path(mode.name().toLowerCase(Locale.ROOT)).asText());
        }
        if (want.path("pHolm").isNumber()) {
          assertThat(adjusted.get(i)).as(id).isCloseTo(want.path("pHolm").asDouble(), within(1e-9));
          assertThat(family.get(i).isWorse(adjusted.get(i), alpha))
              .as(id)
              .isEqualTo(want.path("worse").asBoolean());
        }
        if (want.path("margin").isNumber() && Double.isFinite(family.get(i).margin())) {
          assertThat(family.get(i).margin())
              .as(id)
              .isCloseTo(want.path("margin").asDouble(), within(1e-9));
        }
      }
    }
  }

  @Test
  void decidesTheWhole() {
    for (JsonNode one : cases("decision-overall")) {
      JsonNode in = one.path("input");
      String id = one.path("id").asText();
      if (in.path("kind").asText().equals("statuses")) {
        List<Status> statuses = new ArrayList<>();
        in.path("metrics").forEach(status -> statuses.add(Status.valueOf(status.asText())));
        check(id, Status.worst(statuses), one.path("expected"));
      } else {
        List<Evidence> family = family(in);
        List<Double> adjusted = adjusted(family);
        for (GateSettings.Mode mode : GateSettings.Mode.values()) {
          List<Status> statuses = new ArrayList<>();
          for (int i = 0; i < family.size(); i++) {
            statuses.add(
                family.get(i).decide(adjusted.get(i), in.path("alpha").asDouble(0.05), mode));
          }
          String name = mode.name().toLowerCase(Locale.ROOT);
          check(id + " " + name, Status.worst(statuses), one.path("expected").path(name));
        }
      }
    }
  }

  private static void check(String id, Status got, JsonNode want) {
    assertThat(got.name()).as(id).isEqualTo(want.path("status").asText());
    assertThat(got.letsGo()).as(id).isEqualTo(!want.path("buildFailsByDefault").asBoolean());
  }

  @Test
  void resolvesMargins() {
    for (JsonNode one : cases("margin-resolution")) {
      JsonNode in = one.path("input");
      JsonNode want = one.path("expected");
      String id = one.path("id").asText();
      if (want.has("error")) {
        assertThatThrownBy(() -> resolve(in)).as(id).isInstanceOf(IllegalArgumentException.class);
      } else if (in.path("kind").asText().equals("tailLevel")) {
        near(id, TailLevel.of(in.path("n").asInt()), want.path("a"));
      } else {
        Resolved got = resolve(in);
        near(id + " mde", got.mde(), want.path("mde"));
        near(id + " margin", got.margin(), want.path("margin"));
        assertThat(got.refused()).as(id).isEqualTo(want.path("refused").asBoolean());
        assertThat(got.needed().orElse(-1)).as(id).isEqualTo(want.path("promptsNeeded").asLong(-1));
        if (want.has("source")) {
          assertThat(got.source()).as(id).isEqualTo(want.path("source").asText());
          double spread = want.path("se").asDouble(want.path("discordance").asDouble());
          assertThat(got.spread()).as(id).isCloseTo(spread, within(1e-9));
        }
      }
    }
  }

  private record Resolved(
      OptionalDouble mde,
      OptionalDouble margin,
      boolean refused,
      OptionalLong needed,
      String source,
      double spread) {}

  private static void near(String id, OptionalDouble got, JsonNode want) {
    assertThat(got.isPresent()).as(id + " is known").isEqualTo(want.isNumber());
    if (want.isNumber()) {
      assertThat(got.getAsDouble()).as(id).isCloseTo(want.asDouble(), within(1e-9));
    }
  }

  private static Resolved resolve(JsonNode in) {
    int n = in.path("n").asInt();
    MarginRange range = MarginRange.of(METRICS.get(in.path("metric").asText()));
    if (in.path("kind").asText().equals("explicit")) {
      double margin = number(in.path("margin"));
      OptionalDouble mde = optional(in.path("mde"));
      OptionalLong needed = ResolvedMargin.neededFor(margin, mde, n);
      boolean refused = !ResolvedMargin.isSeen(margin, mde);
      return new Resolved(mde, OptionalDouble.of(margin), refused, needed, "", 0);
    }
    if (in.path("kind").asText().equals("fromMde")) {
      ResolvedMargin margin =
          ResolvedMargin.of(range, optional(in.path("mde")), ResolvedMargin.Source.BOUND, n);
      return resolved(margin, 0);
    }
    Variance variance = variance(in, n);
    return resolved(variance.margin(range), variance.spread());
  }

  private static Resolved resolved(ResolvedMargin margin, double spread) {
    return new Resolved(
        margin.mde(),
        margin.margin(),
        margin.margin().isEmpty(),
        margin.promptsNeeded(),
        margin.source().name(),
        spread);
  }

  private static Variance variance(JsonNode in, int n) {
    DetectableChange change =
        new DetectableChange(
            in.path("alpha").asDouble() / in.path("k").asInt(), in.path("power").asDouble());
    if (!in.has("baseline")) {
      double changed = in.path("newlyBad").asDouble() + in.path("newlyGood").asDouble();
      return Variance.ofCounts(changed, in.path("baselineBad").asDouble(), n, change);
    }
    double[] first = values(in.path("baseline"));
    double[] second = in.has("second") ? values(in.path("second")) : first;
    PairedScores pair = PairedScores.of(first, second, clusters(in.path("cluster")));
    return in.has("a")
        ? Variance.ofTail(pair, new LowerTail(in.path("a").asDouble()), change)
        : Variance.ofMean(pair, n, change);
  }

  private static double[] values(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static int[] clusters(JsonNode names) {
    Map<String, Integer> numbers = new HashMap<>();
    return StreamSupport.stream(names.spliterator(), false)
        .mapToInt(name -> numbers.computeIfAbsent(name.asText(), unseen -> numbers.size()))
        .toArray();
  }
}
