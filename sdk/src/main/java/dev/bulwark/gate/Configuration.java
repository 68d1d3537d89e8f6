package dev.bulwark.gate;

import dev.bulwark.evaluate.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
