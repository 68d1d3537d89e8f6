package dev.bulwark.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.evaluate.statistics.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A baseline's terms as JSON, and back; what somebody broke is read as it is, for the gate to say.
 */
final class TermsTree {
  private static final int DECIMALS = 9;

  private TermsTree() {}

  static void write(Terms terms, ObjectNode baseline) {
    ObjectNode margins = baseline.putObject("margins");
    terms.margins().forEach((metric, margin) -> margins.set(metric, margin(margin)));
    terms.expires().ifPresent(time -> baseline.put("expires", time.toString()));
    terms.reason().ifPresent(why -> baseline.put("reason", why));
    terms
        .calibration()
        .ifPresent(calibration -> baseline.set("calibration", calibration(calibration)));
  }

  private static ObjectNode margin(ResolvedMargin margin) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "margin", margin.margin());
    put(node, "mde", margin.mde());
    node.put("source", margin.source().name()).put("n", margin.n());
    margin.promptsNeeded().ifPresent(needed -> node.put("promptsNeeded", needed));
    return node;
  }

  private static ObjectNode calibration(Calibration calibration) {
    Interval rate = calibration.falseFailRate();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("pairs", calibration.pairs()).put("falseFails", calibration.falseFails());
    node.put("passes", calibration.passes());
    node.put("falseFailRateLower", number(rate.lower()));
    node.put("falseFailRateUpper", number(rate.upper()));
    return node.put("selfAgreement", number(calibration.selfAgreement()));
  }

  private static void put(ObjectNode node, String field, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(field, number(value.getAsDouble()));
    } else {
      node.putNull(field);
    }
  }

  private static BigDecimal number(double value) {
    BigDecimal rounded =
        BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }

  static Terms read(JsonNode baseline) {
    Map<String, ResolvedMargin> margins = new TreeMap<>();
    baseline
        .path("margins")
        .properties()
        .forEach(entry -> margins.put(entry.getKey(), margin(entry.getValue())));
    return new Terms(
        margins,
        expires(baseline.path("expires")),
        text(baseline.path("reason")),
        calibration(baseline.path("calibration")));
  }

  private static ResolvedMargin margin(JsonNode node) {
    return new ResolvedMargin(
        number(node.path("margin")),
        number(node.path("mde")),
        node.path("source").asText().equals(ResolvedMargin.Source.AA_PAIR.name())
            ? ResolvedMargin.Source.AA_PAIR
            : ResolvedMargin.Source.BOUND,
        node.path("n").asInt(),
        node.path("promptsNeeded").isIntegralNumber()
            ? OptionalLong.of(node.path("promptsNeeded").asLong())
            : OptionalLong.empty());
  }

  /** Text where a number should be is NaN, which no margin may be. */
  private static OptionalDouble number(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(value.isNumber() ? value.doubleValue() : Double.NaN);
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
  }

  private static Optional<Instant> expires(JsonNode value) {
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(value.asText()));
    } catch (DateTimeException e) {
      throw new UnusableBaseline(
          "BASELINE_UNREADABLE",
          "The baseline's time 'expires' is "
              + value
              + ", which is no time like"
              + " 2027-01-31T00:00:00Z.");
    }
  }

  private static Optional<Calibration> calibration(JsonNode node) {
    return node.isObject()
        ? Optional.of(
            new Calibration(
                node.path("pairs").asInt(),
                node.path("falseFails").asInt(),
                node.path("passes").asInt(),
                node.path("selfAgreement").asDouble()))
        : Optional.empty();
  }
}
