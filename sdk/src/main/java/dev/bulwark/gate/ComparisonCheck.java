package dev.bulwark.gate;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.Holm;
import dev.bulwark.evaluate.statistics.LowerTail;
import java.util.Arrays;
import java.util.List;
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

  private record Ready(NoWorseThan rule, Baseline baseline, Measured measured, double margin)
      implements Prepared {

    /**
     * The same for two rules whose baselines are copies of one, as an anchor is before the first
     * release: the harm is one, and as two it would be harder to show.
     */
    List<Object> comparison() {
      return List.of(rule.metric(), rule.tolerance(), margin, baseline.results());
    }
  }

  /** One that can't be made stays in the family, where it shows nothing. */
  private record Broken(Finding finding) implements Prepared {}

  /** One that nothing is concluded from leaves the family. */
  private record Left(Finding finding) implements Prepared {}

  /** One finding a rule, in their order. */
  List<Finding> all(List<NoWorseThan> rules) {
    List<Prepared> prepared = rules.stream().map(this::prepare).toList();
    List<Ready> ready =
        prepared.stream().filter(Ready.class::isInstance).map(Ready.class::cast).toList();
    List<List<Object>> known = ready.stream().map(Ready::comparison).distinct().toList();
    int broken = (int) prepared.stream().filter(Broken.class::isInstance).count();
    int family = known.size() + broken;
    double[] p = new double[family];
    Arrays.fill(p, 1);
    ready.forEach(one -> p[known.indexOf(one.comparison())] = of(one, family).evidence().familyP());
    List<Double> adjusted = Holm.adjust(Arrays.stream(p).boxed().toList());
    return prepared.stream().map(one -> finding(one, family, known, adjusted)).toList();
  }

  private Comparison of(Ready one, int family) {
    return new Comparison(one.rule(), one.measured(), one.margin(), settings, family);
  }

  private Finding finding(
      Prepared one, int family, List<List<Object>> known, List<Double> adjusted) {
    if (one instanceof Ready ready) {
      return of(ready, family).finding(adjusted.get(known.indexOf(ready.comparison())));
    }
    return one instanceof Left left ? left.finding() : ((Broken) one).finding();
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
          "Only one of "
              + rule.baseline().title()
              + " and candidate has a value of "
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
          "No prompt was assessed for %s in both %s and candidate."
              .formatted(rule.metric(), rule.baseline().title()));
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
      return new Ready(rule, baseline, measured, given.getAsDouble());
    }
    SettledMargin settled = new SettledMargin(metric(rule), baseline.terms().margins());
    Optional<Finding> bad =
        settled
            .defect()
            .map(defect -> finding(rule, Status.ERROR, defect.code(), defect.message()));
    if (bad.isEmpty()) {
      return new Ready(rule, baseline, measured, settled.value());
    }
    return settled.isRefused() && !rule.named() && metric(rule) == Metric.SAFETY_TAIL
        ? new Left(finding(rule, Status.PASS, Finding.REPORT_ONLY, bad.get().message()))
        : new Broken(bad.get());
  }

  private static Prepared broken(NoWorseThan rule, String code, String message) {
    return new Broken(finding(rule, Status.ERROR, code, message));
  }

  private static Finding finding(NoWorseThan rule, Status status, String code, String message) {
    return Finding.of(rule, status, code, message);
  }

  /** Draws are the same for the same metric, whatever other rules there are. */
  private static long seed(NoWorseThan rule) {
    return rule.metric().hashCode();
  }

  private static Metric metric(Rule rule) {
    return Metric.labelled(rule.metric()).orElseThrow();
  }
}
