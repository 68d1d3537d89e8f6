package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the statistics against reference values computed with 50 digits. */
@Tag("fixtures")
class ClosedFormFixturesTest {
  private static final Map<String, Function<JsonNode, Map<String, Double>>> METHODS =
      Map.of(
          "wilson", ClosedFormFixturesTest::wilson,
          "mcnemar", ClosedFormFixturesTest::mcNemar,
          "tango", ClosedFormFixturesTest::tango);

  @ParameterizedTest
  @ValueSource(strings = {"wilson", "mcnemar", "tango"})
  void agreesWithTheReference(String method) throws IOException {
    JsonNode file = read(method);
    assertThat(file.path("cases")).as("cases in " + method).isNotEmpty();
    for (JsonNode one : file.path("cases")) {
      if (one.path("expected").has("error")) {
        assertThatThrownBy(() -> METHODS.get(method).apply(one.path("input")))
            .as(one.path("id").asText())
            .isInstanceOf(IllegalArgumentException.class);
      } else {
        METHODS
            .get(method)
            .apply(one.path("input"))
            .forEach((key, value) -> compare(one, key, value, file.path("tolerance")));
      }
    }
  }

  private static void compare(JsonNode one, String key, double got, JsonNode tolerance) {
    double want = one.path("expected").path(key).asDouble(Double.NaN);
    if (got == one.path("alsoAccepted").path(key).asDouble(want)) {
      return;
    }
    String where = one.path("id").asText() + " " + key;
    double off = Math.abs(got - want);
    assertThat(off)
        .as(where)
        .isLessThanOrEqualTo(tolerance.path("abs").asDouble() * Math.max(1, Math.abs(want)));
    for (JsonNode relative : tolerance.path("relativeKeys")) {
      if (relative.asText().equals(key) && Math.abs(want) > 1e-300) {
        assertThat(off)
            .as(where)
            .isLessThanOrEqualTo(tolerance.path("rel").asDouble() * Math.abs(want));
      }
    }
  }

  @Test
  void detectsWhatConnorsFormulaDoes() throws IOException {
    int checked = 0;
    for (JsonNode one : read("connor").path("cases")) {
      JsonNode in = one.path("input");
      if (in.path("kind").asText().equals("mdeFromDiscordance")) {
        detects(one, in.path("n").asDouble());
        checked++;
      }
    }
    assertThat(checked).isPositive();
  }

  private static void detects(JsonNode one, double n) {
    JsonNode in = one.path("input");
    JsonNode expected = one.path("expected");
    OptionalDouble rise =
        new DetectableChange(in.path("alphaOneSided").asDouble(), in.path("power").asDouble())
            .of(in.path("discordance").asDouble() * n, n);
    String id = one.path("id").asText();
    assertThat(rise.isPresent()).as(id).isEqualTo(!expected.has("error"));
    if (rise.isPresent()) {
      double want = expected.path("mde").asDouble(Double.NaN);
      assertThat(rise.getAsDouble()).as(id).isCloseTo(want, Offset.offset(1e-9));
    }
  }

  @Test
  void reckonsTheStandardErrorByClusters() throws IOException {
    for (JsonNode one : read("design-effect").path("cases")) {
      JsonNode expected = one.path("expected");
      if (expected.path("clusterSe").isNumber()) {
        Map<String, DoubleSummaryStatistics> clusters = new TreeMap<>();
        for (int i = 0; i < one.path("input").path("cluster").size(); i++) {
          clusters
              .computeIfAbsent(
                  one.path("input").path("cluster").path(i).asText(),
                  name -> new DoubleSummaryStatistics())
              .accept(one.path("input").path("difference").path(i).asDouble());
        }
        ClusterBootstrap bootstrap =
            new ClusterBootstrap(
                clusters.values().stream().mapToDouble(DoubleSummaryStatistics::getSum).toArray(),
                clusters.values().stream().mapToInt(all -> (int) all.getCount()).toArray(),
                1,
                17);
        assertThat(bootstrap.standardError())
            .as(one.path("id").asText())
            .isCloseTo(expected.path("clusterSe").asDouble(), Offset.offset(1e-9));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"holm"})
  void adjustsAsTheReference(String method) throws IOException {
    JsonNode cases = read(method).path("cases");
    assertThat(cases).isNotEmpty();
    for (JsonNode one : cases) {
      List<Double> p = new ArrayList<>();
      one.at("/input/p").forEach(value -> p.add(value.asDouble()));
      List<Double> adjusted = Holm.adjust(p);
      for (int i = 0; i < p.size(); i++) {
        assertThat(Math.abs(adjusted.get(i) - one.at("/expected/adjusted/" + i).asDouble()))
            .as(one.path("id").asText())
            .isLessThanOrEqualTo(1e-9);
      }
    }
  }

  private static Map<String, Double> wilson(JsonNode in) {
    double k = in.path("k").asDouble();
    double n = in.path("n").asDouble();
    double confidence = in.path("confidence").asDouble();
    return bounds(
        isTwoSided(in) ? Wilson.twoSided(k, n, confidence) : Wilson.oneSided(k, n, confidence));
  }

  private static Map<String, Double> mcNemar(JsonNode in) {
    McNemar test = new McNemar(in.path("b").asInt(), in.path("c").asInt());
    return Map.of(
        "midPOneSided", test.midPOneSided(),
        "midPTwoSided", test.midPTwoSided(),
        "exactOneSided", test.exactOneSided(),
        "exactTwoSided", test.exactTwoSided());
  }

  private static Map<String, Double> tango(JsonNode in) {
    Tango tango =
        new Tango(in.path("newlyBad").asInt(), in.path("newlyGood").asInt(), in.path("n").asInt());
    double confidence = in.path("confidence").asDouble();
    return bounds(isTwoSided(in) ? tango.twoSided(confidence) : tango.oneSided(confidence));
  }

  private static Map<String, Double> bounds(Interval interval) {
    return Map.of("lower", interval.lower(), "upper", interval.upper());
  }

  private static boolean isTwoSided(JsonNode in) {
    return in.path("sided").asText().equals("two");
  }

  /** A folder given by hand that holds another room's fixtures only is no failure of this room. */
  private static JsonNode read(String method) throws IOException {
    String given = System.getProperty("bulwark.fixtures", "");
    Path root = given.isBlank() ? Path.of("src/test/resources/fixtures") : Path.of(given);
    assertThat(root).isDirectory();
    Path statistics = root.resolve("statistics");
    if (!given.isBlank()) {
      assumeTrue(Files.isDirectory(statistics), root + " holds no statistics folder");
    }
    Path file = statistics.resolve("closed-form").resolve(method + ".json");
    return new ObjectMapper().readTree(file.toFile());
  }
}
