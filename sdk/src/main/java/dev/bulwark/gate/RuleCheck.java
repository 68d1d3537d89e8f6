package dev.bulwark.gate;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.Holm;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Checks every rule; the comparisons share one false-alarm level by Holm's method. */
record RuleCheck(Evaluation evaluation, GateSettings settings, Baselines baselines) {

  /** One finding a rule, in the order of the rules. */
  List<Finding> all(List<Rule> rules) {
    List<NoWorseThan> comparing =
        rules.stream().filter(NoWorseThan.class::isInstance).map(NoWorseThan.class::cast).toList();
    Iterator<Finding> compared = compared(comparing).iterator();
    List<Finding> findings = new ArrayList<>();
    for (Rule rule : rules) {
      findings.add(
          rule instanceof Limit limit
              ? LimitCheck.of(limit, metric(limit), evaluation, settings)
              : compared.next());
    }
    return findings;
  }

  private List<Finding> compared(List<NoWorseThan> rules) {
    List<Object> prepared = rules.stream().map(rule -> prepare(rule, rules.size())).toList();
    // A comparison that could not be made stays in the family with p = 1.
    List<Double> adjusted =
        Holm.adjust(
            prepared.stream().map(one -> one instanceof Comparison c ? c.p() : 1.0).toList());
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      findings.add(
          prepared.get(i) instanceof Comparison comparison
              ? comparison.finding(adjusted.get(i))
              : (Finding) prepared.get(i));
    }
    return findings;
  }

  private Object prepare(NoWorseThan rule, int family) {
    Baseline baseline;
    try {
      baseline = rule.baseline().get();
    } catch (UnusableBaseline e) {
      return finding(rule, Status.NO_BASELINE, e.code(), String.valueOf(e.getMessage()));
    }
    return baselines
        .mismatch(rule, baseline)
        .map(Object.class::cast)
        .orElseGet(() -> pair(rule, baseline, family));
  }

  private Object pair(NoWorseThan rule, Baseline baseline, int family) {
    Metric metric = metric(rule);
    String lopsided = Pairing.lopsided(metric, baseline.results(), evaluation.results()).orElse("");
    if (!lopsided.isEmpty()) {
      return finding(
          rule,
          Status.ERROR,
          "VALUES_MISSING",
          "Only one of baseline and candidate has a value of "
              + rule.metric()
              + " for '"
              + lopsided
              + "'.");
    }
    Pairing pairing = Pairing.of(metric, baseline.results(), evaluation.results());
    if (pairing.clusters().isEmpty()) {
      return finding(
          rule,
          Status.ERROR,
          "NOTHING_ASSESSED",
          "No prompt was assessed for " + rule.metric() + " in both baseline and candidate.");
    }
    return Comparison.of(rule, pairing, settings, family);
  }

  private static Finding finding(NoWorseThan rule, Status status, String code, String message) {
    return new Finding(Configuration.word(rule), rule.metric(), status, code, message, Map.of());
  }

  private static Metric metric(Rule rule) {
    return Metric.labelled(rule.metric()).orElseThrow();
  }
}
