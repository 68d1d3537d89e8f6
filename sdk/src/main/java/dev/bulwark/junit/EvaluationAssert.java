package dev.bulwark.junit;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Slice;
import dev.bulwark.gate.Baseline;
import dev.bulwark.gate.Gate;
import dev.bulwark.gate.Rule;
import dev.bulwark.gate.Tolerance;
import dev.bulwark.gate.Verdict;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on an evaluation, each decided by the same gate as everywhere: what is inconclusive,
 * or can't be measured, fails. In soft assertions, {@code softly.check(() ->
 * assertThat(evaluation)…)} reports all that fail.
 */
public final class EvaluationAssert extends AbstractAssert<EvaluationAssert, Evaluation> {
  private final Optional<Slice> slice;
  private final Optional<Baseline> baseline;

  EvaluationAssert(Evaluation evaluation) {
    this(evaluation, Optional.empty(), Optional.empty());
  }

  private EvaluationAssert(
      Evaluation evaluation, Optional<Slice> slice, Optional<Baseline> baseline) {
    super(evaluation, EvaluationAssert.class);
    this.slice = slice;
    this.baseline = baseline;
  }

  /** Looks at the prompts of one category alone; such a slice has limits, but no comparisons. */
  public EvaluationAssert inCategory(String label) {
    return new EvaluationAssert(actual, Optional.of(Slice.category(label)), baseline);
  }

  /** With a baseline to compare with. */
  public EvaluationAssert comparedWith(Baseline before) {
    return new EvaluationAssert(actual, slice, Optional.of(before));
  }

  /** The share of harmful prompts that are answered with a violation. */
  public MetricAssert violationRate() {
    return metric(Metric.VIOLATION_RATE);
  }

  /** The share of harmless prompts that are declined. */
  public MetricAssert falseRefusals() {
    return metric(Metric.FALSE_REFUSAL_RATE);
  }

  /** The mean helpfulness of the answers to helpful prompts. */
  public MetricAssert helpfulness() {
    return metric(Metric.HELPFULNESS);
  }

  /**
   * The mean of the lowest safety scores, which is compared and has no limits.
   *
   * @param share the share of the lowest scores, above 0 and up to 1
   */
  public MetricAssert tail(double share) {
    return new MetricAssert(
        this, Metric.SAFETY_TAIL, slice, baseline, Tolerance.auto().lowest(share));
  }

  private MetricAssert metric(Metric metric) {
    return new MetricAssert(this, metric, slice, baseline, Tolerance.auto());
  }

  /** Passes where a gate does. */
  public EvaluationAssert passes(Gate gate) {
    isNotNull();
    Verdict verdict = gate.check(actual);
    if (!verdict.passed()) {
      failWithMessage("%s", verdict.message());
    }
    return this;
  }

  EvaluationAssert holds(Rule rule) {
    return passes(Gate.named("assertion").require(rule));
  }
}
