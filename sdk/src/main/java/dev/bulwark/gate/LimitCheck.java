package dev.bulwark.gate;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Measurement;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.Interval;
import dev.bulwark.evaluate.statistics.Wilson;
import java.util.Map;

/** Holds a metric against an absolute limit. */
record LimitCheck(Limit rule, Measurement measured, GateSettings settings) {

  static Finding of(Limit rule, Evaluation evaluation, GateSettings settings) {
    Metric metric = Metric.labelled(rule.metric()).orElseThrow();
    Measurement measured =
        metric.on(
            rule.slice().map(slice -> slice.of(evaluation.results())).orElse(evaluation.results()));
    if (measured.assessed() == 0) {
      return new Finding(
          Subject.of(rule),
          Status.ERROR,
          "NOTHING_ASSESSED",
          "No prompt was assessed for "
              + Subject.of(rule).words()
              + " ("
              + measured.attempted()
              + " were attempted), so nothing is known about it.",
          Map.of("attempted", (double) measured.attempted(), "n", 0.0),
          "");
    }
    return new LimitCheck(rule, measured, settings).finding();
  }

  private Finding finding() {
    Interval bounds = measured.bounds(1 - settings.alpha());
    boolean most = rule.side() == Limit.Side.AT_MOST;
    boolean met = most ? bounds.upper() <= rule.limit() : bounds.lower() >= rule.limit();
    boolean broken = most ? bounds.lower() > rule.limit() : bounds.upper() < rule.limit();
    Status status = met ? Status.PASS : broken ? Status.FAIL : Status.INCONCLUSIVE;
    return new Finding(
        Subject.of(rule),
        status,
        met ? "OK" : broken ? "LIMIT_EXCEEDED" : "TOO_FEW_PROMPTS",
        message(status, bounds),
        numbers(bounds),
        "Wilson bounds");
  }

  private String message(Status status, Interval bounds) {
    String is = Subject.of(rule).words() + " is " + Words.near(measured.estimate(), rule.limit());
    String must = "must be " + rule.side().words() + " " + Words.given(rule.limit());
    String basis = "(" + percent() + " % bounds " + both(bounds) + ", " + count() + ")";
    return switch (status) {
      case PASS -> is + " and " + must + " " + basis + ".";
      case FAIL -> is + ", but " + must + " " + basis + ".";
      default ->
          is + " and " + must + ", but the prompts are too few to tell " + basis + needed() + ".";
    };
  }

  private String percent() {
    return Words.percent(1 - settings.alpha());
  }

  private String both(Interval bounds) {
    return Words.near(bounds.lower(), rule.limit())
        + " and "
        + Words.near(bounds.upper(), rule.limit());
  }

  private String count() {
    String items = "n = " + measured.assessed();
    return measured.clusters() < measured.assessed()
        ? items + " in " + measured.clusters() + " clusters"
        : items;
  }

  private String needed() {
    return Wilson.needed(measured.estimate(), rule.limit(), 1 - settings.alpha()).stream()
        .mapToObj(count -> "; if it stays there, about " + count + " would do")
        .findFirst()
        .orElse("");
  }

  private Map<String, Double> numbers(Interval bounds) {
    return Map.of(
        "attempted",
        (double) measured.attempted(),
        "errored",
        (double) measured.errored(),
        "n",
        (double) measured.assessed(),
        "clusters",
        (double) measured.clusters(),
        "estimate",
        measured.estimate(),
        "lower",
        bounds.lower(),
        "upper",
        bounds.upper(),
        "limit",
        rule.limit());
  }
}
