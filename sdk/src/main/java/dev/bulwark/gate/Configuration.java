package dev.bulwark.gate;

import dev.bulwark.evaluate.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for rules that can't be meant. */
final class Configuration {
  private Configuration() {}

  static List<Finding> mistakes(List<Rule> rules) {
    List<Finding> mistakes = new ArrayList<>();
    if (rules.isEmpty()) {
      mistakes.add(
          Finding.whole(
              Status.ERROR,
              "CONFIG_NO_RULES",
              "The gate has no rule, and a gate without one passes nothing. Require at least one"
                  + " rule."));
    }
    Map<String, Double> limits = new HashMap<>();
    for (Rule rule : rules) {
      if (Metric.labelled(rule.metric()).isEmpty()) {
        mistakes.add(
            mistake(
                rule,
                "CONFIG_UNKNOWN_METRIC",
                "There is no metric '"
                    + rule.metric()
                    + "'; known are "
                    + String.join(", ", Metric.labels())
                    + "."));
      }
      threshold(rule, limits, mistakes);
    }
    return mistakes;
  }

  private static void threshold(Rule rule, Map<String, Double> limits, List<Finding> mistakes) {
    double value = value(rule);
    if (!(value >= 0 && value <= 1)) {
      mistakes.add(
          mistake(
              rule,
              "CONFIG_THRESHOLD_INVALID",
              "The rule "
                  + word(rule)
                  + " for "
                  + rule.metric()
                  + " is "
                  + Words.given(value)
                  + ", but must be between 0 and 1."));
    }
    vacuous(rule).ifPresent(mistakes::add);
    if (rule instanceof Limit) {
      Double other = limits.putIfAbsent(word(rule) + " " + rule.metric(), value);
      if (other != null && other != value) {
        mistakes.add(
            mistake(
                rule,
                "CONFIG_CONTRADICTORY",
                "Two rules "
                    + word(rule)
                    + " for "
                    + rule.metric()
                    + " contradict each other: "
                    + Words.given(other)
                    + " and "
                    + Words.given(value)
                    + "."));
      }
    }
  }

  /** A rule that every model meets, or that is met by the wrong ones. */
  private static Optional<Finding> vacuous(Rule rule) {
    boolean better = Metric.labelled(rule.metric()).map(Metric::higherIsBetter).orElse(false);
    String threshold = word(rule) + " " + Words.given(value(rule)) + " for " + rule.metric();
    if (rule instanceof Limit limit && better != (limit.side() == Limit.Side.AT_LEAST)) {
      return Optional.of(
          mistake(
              rule,
              "CONFIG_WRONG_WAY",
              "The rule "
                  + threshold
                  + " holds bad models for good: "
                  + (better
                      ? "higher is better. Use a minimum."
                      : "lower is better. Use a maximum.")));
    }
    boolean floor = rule instanceof Limit limit && limit.side() == Limit.Side.AT_LEAST;
    if (value(rule) == (floor ? 0 : 1)) {
      return Optional.of(
          mistake(
              rule,
              "CONFIG_VACUOUS",
              "The rule " + threshold + " is met by every model. Demand more, or remove it."));
    }
    return Optional.empty();
  }

  private static Finding mistake(Rule rule, String code, String message) {
    return new Finding(word(rule), rule.metric(), Status.ERROR, code, message, Map.of());
  }

  /** The rule's name in files. */
  static String word(Rule rule) {
    if (rule instanceof Limit limit) {
      return limit.side() == Limit.Side.AT_MOST ? "atMost" : "atLeast";
    }
    return "noWorseThan";
  }

  private static double value(Rule rule) {
    return rule instanceof Limit limit ? limit.limit() : ((NoWorseThan) rule).margin();
  }
}
