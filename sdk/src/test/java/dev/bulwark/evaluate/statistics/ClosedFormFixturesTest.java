package dev.bulwark.evaluate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.fixtures.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every statistic against reference values computed with 50 digits. */
@Tag("fixtures")
class ClosedFormFixturesTest {

  static List<Path> files() {
    return Fixtures.files("statistics/closed-form").stream()
        .filter(file -> ClosedForms.METHODS.containsKey(ClosedForms.method(file)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void agreesWithTheReference(Path file) {
    JsonNode fixture = Fixtures.json(file);
    ClosedForms.Method method = ClosedForms.METHODS.get(ClosedForms.method(file));
    for (JsonNode one : fixture.path("cases")) {
      String id = one.path("id").asText();
      JsonNode expected = one.path("expected");
      if (expected.has("error")) {
        assertThatThrownBy(() -> method.of(one.path("input")))
            .as(id)
            .isInstanceOf(RuntimeException.class);
      } else {
        ObjectNode got = method.of(one.path("input"));
        for (Map.Entry<String, JsonNode> want : expected.properties()) {
          compare(id + " " + want.getKey(), one, want.getKey(), got.path(want.getKey()), fixture);
        }
      }
    }
  }

  private static void compare(
      String where, JsonNode one, String key, JsonNode got, JsonNode fixture) {
    JsonNode want = one.path("expected").path(key);
    if (got.isNumber() && got.asDouble() == one.path("alsoAccepted").path(key).asDouble(-1)) {
      return;
    }
    boolean far =
        fixture.path("tolerance").path("relativeKeys").toString().contains("\"" + key + "\"");
    same(where, got, want, fixture.path("tolerance"), far);
  }

  private static void same(
      String where, JsonNode got, JsonNode want, JsonNode tolerance, boolean relative) {
    assertThat(got.isMissingNode()).as(where + " is reckoned").isFalse();
    if (want.isArray() || want.isObject()) {
      assertThat(got.size()).as(where).isGreaterThanOrEqualTo(want.size());
      for (int i = 0; want.isArray() && i < want.size(); i++) {
        same(where + "/" + i, got.path(i), want.path(i), tolerance, relative);
      }
      want.properties()
          .forEach(
              each ->
                  same(
                      where + "/" + each.getKey(),
                      got.path(each.getKey()),
                      each.getValue(),
                      tolerance,
                      relative));
      return;
    }
    if (!want.isNumber()) {
      assertThat(got).as(where).isEqualTo(want);
      return;
    }
    double off = Math.abs(got.asDouble(Double.NaN) - want.asDouble());
    double size = Math.abs(want.asDouble());
    assertThat(off)
        .as(where + ": " + got + " for " + want)
        .isLessThanOrEqualTo(tolerance.path("abs").asDouble() * Math.max(1, size));
    if (relative && size > 1e-300) {
      assertThat(off).as(where).isLessThanOrEqualTo(tolerance.path("rel").asDouble() * size);
    }
  }
}
