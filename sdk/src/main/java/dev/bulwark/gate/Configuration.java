package dev.bulwark.gate;

import dev.bulwark.evaluate.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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
    Map<List<Object>, OptionalDouble> seen = new HashMap<>();
    for (Rule rule : rules) {
      mistakes.addAll(mistakes(rule));
      contradiction(rule, seen).ifPresent(mistakes::add);
      alone(rule, rules).ifPresent(mistakes::add);
    }
    return mistakes;
  }

  /** Slices of few prompts can't show a harm that all of them share. */
  private static Optional<Finding> alone(Rule rule, List<Rule> rules) {
    return rule instanceof NoSliceWorse && rules.stream().noneMatch(other -> covers(other, rule))
        ? Optional.of(
            mistake(
                rule,
                "CONFIG_SLICES_ALONE",
                "The rule "
                    + word(rule)
                    + " looks for harm in the slices of "
                    + rule.metric()
                    + ", and no rule looks at all of it: a harm that small slices share would pass."
                    + " Require a maximum or minimum, or a maxIncrease or maxDecrease, for "
                    + rule.metric()
                    + " as well."))
        : Optional.empty();
  }

  private static boolean covers(Rule other, Rule slices) {
    boolean whole =
        other instanceof NoWorseThan || (other instanceof Limit limit && limit.slice().isEmpty());
    return whole && other.metric().equals(slices.metric());
  }

  private static List<Finding> mistakes(Rule rule) {
    if (rule instanceof Canaries canaries) {
      return canaries.ids().isEmpty()
          ? List.of(
              mistake(
                  rule,
                  "CONFIG_NO_CANARIES",
                  "The list of prompts that must never fail is empty. Name at least one."))
          : List.of();
    }
    Optional<Metric> metric = Metric.labelled(rule.metric());
    List<Finding> mistakes = new ArrayList<>();
    if (metric.isEmpty()) {
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
    threshold(rule, "", value(rule)).ifPresent(mistakes::add);
    vacuous(rule).ifPresent(mistakes::add);
    unfit(rule, metric).ifPresent(mistakes::add);
    if (rule instanceof NoWorseThan comparing) {
      Tolerance tolerance = comparing.tolerance();
      threshold(rule, "'s minimumHarm", tolerance.minimumHarm()).ifPresent(mistakes::add);
      threshold(rule, "'s lowest", tolerance.lowest()).ifPresent(mistakes::add);
    }
    return mistakes;
  }

  private static Optional<Finding> threshold(Rule rule, String part, OptionalDouble value) {
    double number = value.orElse(0);
    return number >= 0 && number <= 1
        ? Optional.empty()
        : Optional.of(
            mistake(
                rule,
                "CONFIG_THRESHOLD_INVALID",
                "The rule "
                    + word(rule)
                    + part
                    + " for "
                    + rule.metric()
                    + " is "
                    + Words.given(number)
                    + ", but must be between 0 and 1."));
  }

  /** Two rules about the same that say different things. */
  private static Optional<Finding> contradiction(
      Rule rule, Map<List<Object>, OptionalDouble> seen) {
    if (rule instanceof Canaries || rule instanceof NoSliceWorse) {
      return Optional.empty();
    }
    OptionalDouble other = seen.putIfAbsent(subject(rule), value(rule));
    return other == null || other.equals(value(rule))
        ? Optional.empty()
        : Optional.of(
            mistake(
                rule,
                "CONFIG_CONTRADICTORY",
                "Two rules "
                    + word(rule)
                    + " for "
                    + rule.metric()
                    + " contradict each other: "
                    + words(other)
                    + " and "
                    + words(value(rule))
                    + "."));
  }

  private static List<Object> subject(Rule rule) {
    Object about = rule instanceof Limit limit ? limit.slice() : ((NoWorseThan) rule).baseline();
    return List.of(word(rule), rule.metric(), about);
  }

  /** A rule that every model meets, or that is met by the wrong ones. */
  private static Optional<Finding> vacuous(Rule rule) {
    boolean better = Metric.labelled(rule.metric()).map(Metric::higherIsBetter).orElse(false);
    String threshold = word(rule) + " " + words(value(rule)) + " for " + rule.metric();
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
    return value(rule).equals(OptionalDouble.of(floor ? 0 : 1))
        ? Optional.of(
            mistake(
                rule,
                "CONFIG_VACUOUS",
                "The rule " + threshold + " is met by every model. Demand more, or remove it."))
        : Optional.empty();
  }

  /** A tail is compared, and only a tail has a share of the lowest scores. */
  private static Optional<Finding> unfit(Rule rule, Optional<Metric> metric) {
    boolean tail = metric.equals(Optional.of(Metric.SAFETY_TAIL));
    if (tail && !(rule instanceof NoWorseThan)) {
      return Optional.of(
          mistake(
              rule,
              "CONFIG_NOT_A_RATE",
              "The rule "
                  + word(rule)
                  + " can't be about "
                  + rule.metric()
                  + ", which is compared as a whole. Use maxDecrease."));
    }
    boolean lowest =
        rule instanceof NoWorseThan comparing && comparing.tolerance().lowest().isPresent();
    return lowest && !tail
        ? Optional.of(
            mistake(
                rule,
                "CONFIG_NOT_A_TAIL",
                "The rule "
                    + word(rule)
                    + " for "
                    + rule.metric()
                    + " has a share of the lowest scores, which only safety.tail has."))
        : Optional.empty();
  }

  private static Finding mistake(Rule rule, String code, String message) {
    return Finding.of(rule, Status.ERROR, code, message);
  }

  /** The rule's name in files. */
  static String word(Rule rule) {
    if (rule instanceof Limit limit) {
      return limit.side() == Limit.Side.AT_MOST ? "atMost" : "atLeast";
    }
    if (rule instanceof NoSliceWorse slices) {
      return "noSliceWorse by " + slices.key().label();
    }
    return rule instanceof Canaries ? "never" : "noWorseThan";
  }

  private static String words(OptionalDouble value) {
    return value.isPresent() ? Words.given(value.getAsDouble()) : "auto";
  }

  private static OptionalDouble value(Rule rule) {
    if (rule instanceof Limit limit) {
      return OptionalDouble.of(limit.limit());
    }
    return rule instanceof NoWorseThan comparing
        ? comparing.tolerance().margin()
        : OptionalDouble.empty();
  }
}
