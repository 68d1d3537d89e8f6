package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.fixtures.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the bootstrap against a reference of 400,000 draws, within the error of ours. */
@Tag("fixtures")
class ClusterBootstrapFixturesTest {

  @Test
  void agreesWithTheReference() throws IOException {
    for (Path file : Fixtures.files("statistics", "paired-cluster-bootstrap.json")) {
      JsonNode cases = new ObjectMapper().readTree(file.toFile()).path("cases");
      assertThat(cases).isNotEmpty();
      for (JsonNode one : cases) {
        check(one.path("id").asText(), one.path("input"), one.path("expected").path("mean"));
      }
    }
  }

  private static void check(String id, JsonNode input, JsonNode expected) {
    ClusterBootstrap higher = bootstrap(input, 1);
    near(id, higher.estimate(), expected.path("estimate"), 1e-9);
    for (Map.Entry<String, JsonNode> quantile : expected.path("quantiles").properties()) {
      double got = higher.quantile(Double.parseDouble(quantile.getKey()));
      accepted(id + " " + quantile.getKey(), got, quantile.getValue());
    }
    accepted(id + " pHigher", higher.p(), expected.path("pHigher"));
    accepted(id + " pLower", bootstrap(input, -1).p(), expected.path("pLower"));
  }

  /** Of candidate minus baseline, times the sign. */
  private static ClusterBootstrap bootstrap(JsonNode input, int sign) {
    Map<String, double[]> clusters = new TreeMap<>();
    for (int i = 0; i < input.path("cluster").size(); i++) {
      double difference =
          input.path("candidate").path(i).asDouble() - input.path("baseline").path(i).asDouble();
      double[] sums =
          clusters.computeIfAbsent(input.path("cluster").path(i).asText(), name -> new double[2]);
      sums[0] += sign * difference;
      sums[1]++;
    }
    return new ClusterBootstrap(
        clusters.values().stream().mapToDouble(sums -> sums[0]).toArray(),
        clusters.values().stream().mapToInt(sums -> (int) sums[1]).toArray(),
        ClusterBootstrap.DRAWS,
        17);
  }

  private static void accepted(String what, double got, JsonNode expected) {
    near(what, got, expected.path("value"), expected.path("accept").asDouble());
  }

  private static void near(String what, double got, JsonNode expected, double off) {
    assertThat(got).as(what).isCloseTo(expected.asDouble(Double.NaN), Offset.offset(off));
  }
}
