package dev.bulwark.junit;

import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Slice;
import dev.bulwark.gate.Baseline;
import dev.bulwark.gate.Rule;
import dev.bulwark.gate.Tolerance;
import java.util.Optional;
import java.util.OptionalDouble;

/** Assertions on one metric of an evaluation; each leads back to the evaluation. */
public final class MetricAssert {
  private final EvaluationAssert evaluation;
  private final Metric metric;
  private final Optional<Slice> slice;
  private final Optional<Baseline> baseline;
  private final Tolerance tolerance;

  MetricAssert(
      EvaluationAssert evaluation,
      Metric metric,
      Optional<Slice> slice,
      Optional<Baseline> baseline,
      Tolerance tolerance) {
    this.evaluation = evaluation;
    this.metric = metric;
    this.slice = slice;
    this.baseline = baseline;
    this.tolerance = tolerance;
  }

  /** The upper bound of the rate is at most this, from 0 to 1. */
  public EvaluationAssert isAtMost(double limit) {
    String label = metric.label();
    return evaluation.holds(
        slice.map(some -> Rule.atMost(label, some, limit)).orElse(Rule.atMost(label, limit)));
  }

  /** The lower bound of the mean is at least this, from 0 to 1. */
  public EvaluationAssert isAtLeast(double limit) {
    String label = metric.label();
    return evaluation.holds(
        slice.map(some -> Rule.atLeast(label, some, limit)).orElse(Rule.atLeast(label, limit)));
  }

  /** It is no worse than the baseline's by the margin that the baseline has settled. */
  public EvaluationAssert isNoWorse() {
    return compared(tolerance);
  }

  /**
   * It is no worse than the baseline's by more than a margin.
   *
   * @param margin from 0 to 1
   */
  public EvaluationAssert isNoWorseBy(double margin) {
    return compared(
        new Tolerance(OptionalDouble.of(margin), tolerance.minimumHarm(), tolerance.lowest()));
  }

  private EvaluationAssert compared(Tolerance allowed) {
    if (slice.isPresent()) {
      throw new IllegalArgumentException(
          "inCategory has too few prompts for a comparison. Use Rule.noSliceWorse in a gate.");
    }
    Baseline before =
        baseline.orElseThrow(
            () ->
                new IllegalArgumentException("There is no baseline. Use comparedWith(baseline)."));
    return evaluation.holds(Rule.noWorseThan(before, metric.label(), allowed));
  }
}
