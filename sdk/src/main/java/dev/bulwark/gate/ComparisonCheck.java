package dev.bulwark.gate;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.Holm;
import dev.bulwark.evaluate.statistics.LowerTail;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Checks the comparisons, which share one false-alarm level by Holm's method.
 *
 * @param evaluation the candidate's results
 * @param settings how strictly to decide
 * @param baselines what to compare with
 */
record ComparisonCheck(Evaluation evaluation, GateSettings settings, Baselines baselines) {
  /** A mean of fewer scores is no tail. */
  private static final double FEWEST_IN_TAIL = 20;

  /** A comparison that can be decided, or what stands in its way. */
  private sealed interface Prepared {}

  private record Ready(NoWorseThan rule, Measured measured, double margin) implements Prepared {}

  /** One that can't be made stays in the family, where it shows nothing. */
  private record Broken(Finding finding) implements Prepared {}

  /** One that nothing is concluded from leaves the family. */
  private record Left(Finding finding) implements Prepared {}

  /** One finding a rule, in their order. */
  List<Finding> all(List<NoWorseThan> rules) {
    List<Prepared> prepared = rules.stream().map(this::prepare).toList();
    List<Prepared> family = prepared.stream().filter(one -> !(one instanceof Left)).toList();
    List<Optional<Comparison>> comparisons =
        family.stream().map(one -> comparison(one, family.size())).toList();
    List<Double> adjusted =
        Holm.adjust(
            comparisons.stream()
                .map(one -> one.map(known -> known.evidence().familyP()).orElse(1.0))
                .toList());
    List<Finding> findings = new ArrayList<>();
    int at = 0;
    for (Prepared one : prepared) {
      if (one instanceof Left left) {
        findings.add(left.finding());
      } else {
        findings.add(finding(one, comparisons.get(at), adjusted.get(at)));
        at++;
      }
    }
    return findings;
  }

  private Optional<Comparison> comparison(Prepared one, int family) {
    return one instanceof Ready ready
        ? Optional.of(
            new Comparison(ready.rule(), ready.measured(), ready.margin(), settings, family))
        : Optional.empty();
  }

  private static Finding finding(Prepared one, Optional<Comparison> comparison, double adjusted) {
    return one instanceof Broken broken
        ? broken.finding()
        : comparison.orElseThrow().finding(adjusted);
  }

  private Prepared prepare(NoWorseThan rule) {
    Baselines.Found found = baselines.find(rule, rule.baseline());
    if (found.obstacle().isPresent()) {
      return new Broken(found.obstacle().get());
    }
    Baseline baseline = found.baseline().orElseThrow();
    Optional<String> lopsided =
        Pairing.lopsided(metric(rule), baseline.results(), evaluation.results());
    if (lopsided.isPresent()) {
      return broken(
          rule,
          "VALUES_MISSING",
          "Only one of baseline and candidate has a value of "
              + rule.metric()
              + " for '"
              + lopsided.get()
              + "'.");
    }
    Pairing pairing = Pairing.of(metric(rule), baseline.results(), evaluation.results());
    if (pairing.clusters().isEmpty()) {
      return broken(
          rule,
          "NOTHING_ASSESSED",
          "No prompt was assessed for " + rule.metric() + " in both baseline and candidate.");
    }
    return metric(rule) == Metric.SAFETY_TAIL
        ? tail(rule, baseline)
        : demanded(rule, baseline, Measured.of(metric(rule), pairing, seed(rule)));
  }

  private Prepared tail(NoWorseThan rule, Baseline baseline) {
    TailPairing pairing = TailPairing.of(baseline.results(), evaluation.results());
    OptionalDouble share = rule.tolerance().lowest();
    share = share.isPresent() ? share : TailLevel.of(pairing.attempted());
    if (share.isEmpty()) {
      return tooFew(
          rule,
          pairing.attempted()
              + " prompts are too few for a tail; it takes "
              + TailLevel.FEWEST
              + ". It is reported only where the rule does not name it.");
    }
    double items = share.getAsDouble() * pairing.scores().items();
    if (items < FEWEST_IN_TAIL) {
      return tooFew(
          rule,
          "a tail of "
              + Words.given(share.getAsDouble())
              + " is "
              + Words.near(items, FEWEST_IN_TAIL)
              + " of "
              + pairing.scores().items()
              + " prompts, and fewer than "
              + Words.given(FEWEST_IN_TAIL)
              + " are no tail.");
    }
    LowerTail tail = new LowerTail(share.getAsDouble());
    return demanded(rule, baseline, Measured.of(pairing, tail, seed(rule)));
  }

  private Prepared tooFew(NoWorseThan rule, String why) {
    Status status = rule.named() ? Status.INCONCLUSIVE : Status.PASS;
    String code = rule.named() ? "TAIL_TOO_SMALL" : Finding.REPORT_ONLY;
    return new Left(finding(rule, status, code, "Nothing can be said of safety.tail: " + why));
  }

  private Prepared demanded(NoWorseThan rule, Baseline baseline, Measured measured) {
    OptionalDouble given = rule.tolerance().margin();
    if (given.isPresent()) {
      return new Ready(rule, measured, given.getAsDouble());
    }
    SettledMargin settled = new SettledMargin(metric(rule), baseline.terms().margins());
    Optional<Finding> bad =
        settled
            .defect()
            .map(defect -> finding(rule, Status.ERROR, defect.code(), defect.message()));
    if (bad.isEmpty()) {
      return new Ready(rule, measured, settled.value());
    }
    return settled.isRefused() && !rule.named() && metric(rule) == Metric.SAFETY_TAIL
        ? new Left(finding(rule, Status.PASS, Finding.REPORT_ONLY, bad.get().message()))
        : new Broken(bad.get());
  }

  private static Prepared broken(NoWorseThan rule, String code, String message) {
    return new Broken(finding(rule, Status.ERROR, code, message));
  }

  private static Finding finding(NoWorseThan rule, Status status, String code, String message) {
    return new Finding(Configuration.word(rule), rule.metric(), status, code, message, Map.of());
  }

  /** Draws are the same for the same metric, whatever other rules there are. */
  private static long seed(NoWorseThan rule) {
    return rule.metric().hashCode();
  }

  private static Metric metric(Rule rule) {
    return Metric.labelled(rule.metric()).orElseThrow();
  }
}
