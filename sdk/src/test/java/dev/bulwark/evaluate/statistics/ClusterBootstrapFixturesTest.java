package dev.bulwark.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.fixtures.Fixtures;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the bootstrap against the same made with forty times as many draws by other code. */
@Tag("fixtures")
class ClusterBootstrapFixturesTest {
  private static final int DRAWS = ClusterBootstrap.DRAWS;

  @Test
  void agreesWithTheReference() {
    for (Path file : Fixtures.files("statistics/monte-carlo")) {
      for (JsonNode one : Fixtures.json(file).path("cases")) {
        JsonNode in = one.path("input");
        PairedScores scores =
            PairedScores.of(
                ClosedForms.values(in.path("baseline")),
                ClosedForms.values(in.path("candidate")),
                ClosedForms.clusters(in.path("cluster")));
        mean(one, scores);
        tail(one, scores, new LowerTail(in.path("a").asDouble()));
      }
    }
  }

  private static void mean(JsonNode one, PairedScores scores) {
    String id = one.path("id").asText() + " mean";
    ClusterBootstrap rise = ClusterBootstrap.ofMean(scores, 1, DRAWS, 17);
    ClusterBootstrap fall = ClusterBootstrap.ofMean(scores, -1, DRAWS, 17);
    JsonNode expected = one.path("expected").path("mean");
    near(id, rise.estimate(), expected.path("estimate"), 1e-9);
    for (Map.Entry<String, JsonNode> quantile : expected.path("quantiles").properties()) {
      double got = rise.quantile(Double.parseDouble(quantile.getKey()));
      accepted(id + " " + quantile.getKey(), got, quantile.getValue());
    }
    accepted(id + " pHigher", rise.p(), expected.path("pHigher"));
    accepted(id + " pLower", fall.p(), expected.path("pLower"));
  }

  private static void tail(JsonNode one, PairedScores scores, LowerTail tail) {
    String id = one.path("id").asText() + " tail";
    ClusterBootstrap fall = ClusterBootstrap.ofTail(scores, tail, DRAWS, 17);
    JsonNode expected = one.path("expected").path("cvar");
    near(id, -fall.estimate(), expected.path("estimate"), 1e-9);
    near(id, fall.standardError(), expected.path("seInfluenceClustered"), 1e-9);
    for (Map.Entry<String, JsonNode> quantile : expected.path("quantiles").properties()) {
      double got = -fall.quantile(1 - Double.parseDouble(quantile.getKey()));
      accepted(id + " " + quantile.getKey(), got, quantile.getValue());
    }
    accepted(id + " pLower", fall.p(), expected.path("pLower"));
    PairedScores swapped = PairedScores.of(scores.now(), scores.before(), scores.cluster());
    ClusterBootstrap rise = ClusterBootstrap.ofTail(swapped, tail, DRAWS, 17);
    accepted(id + " pHigher", rise.p(), expected.path("pHigher"));
  }

  private static void accepted(String what, double got, JsonNode expected) {
    near(what, got, expected.path("value"), expected.path("accept").asDouble());
  }

  private static void near(String what, double got, JsonNode expected, double off) {
    assertThat(got).as(what).isCloseTo(expected.asDouble(Double.NaN), Offset.offset(off));
  }
}
