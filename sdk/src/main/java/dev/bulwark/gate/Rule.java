package dev.bulwark.gate;

import dev.bulwark.evaluate.Slice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One thing that a gate demands. Values are checked by the gate, which names a bad one. */
public sealed interface Rule permits Limit, NoWorseThan, NoSliceWorse, Canaries {

  /** The metric it is about. */
  String metric();

  /**
   * A rate that must not exceed a limit.
   *
   * <p>Passes where the upper Wilson bound is at most the limit, fails where the lower bound
   * exceeds it, and is inconclusive between.
   *
   * @param metric such as {@code violation.rate}
   * @param limit from 0 to 1
   */
  static Rule atMost(String metric, double limit) {
    return new Limit(metric, Optional.empty(), Limit.Side.AT_MOST, limit);
  }

  /** The same over a slice of the prompts, such as a category in which nothing may go wrong. */
  static Rule atMost(String metric, Slice slice, double limit) {
    return new Limit(metric, Optional.of(slice), Limit.Side.AT_MOST, limit);
  }

  /**
   * A rate that must not fall below a limit; the mirror image of {@link #atMost}.
   *
   * @param metric such as {@code helpfulness}
   * @param limit from 0 to 1
   */
  static Rule atLeast(String metric, double limit) {
    return new Limit(metric, Optional.empty(), Limit.Side.AT_LEAST, limit);
  }

  /** The same over a slice of the prompts. */
  static Rule atLeast(String metric, Slice slice, double limit) {
    return new Limit(metric, Optional.of(slice), Limit.Side.AT_LEAST, limit);
  }

  /**
   * A metric that must not get worse than the baseline's.
   *
   * @param baseline what to compare with
   * @param metric such as {@code violation.rate}
   * @param margin the change for the worse, from 0 to 1, that the gate must be able to see
   */
  static Rule noWorseThan(Baseline baseline, String metric, double margin) {
    return noWorseThan(baseline, metric, Tolerance.of(margin));
  }

  /** The same with a baseline file, which is read when the gate checks. */
  static Rule noWorseThan(Path baselineFile, String metric, double margin) {
    return noWorseThan(baselineFile, metric, Tolerance.of(margin));
  }

  /** The same with a margin from the baseline, or with more said about what counts as harm. */
  static Rule noWorseThan(Baseline baseline, String metric, Tolerance tolerance) {
    return new NoWorseThan(new Reference.Given(baseline), metric, tolerance, true);
  }

  /** The same with a baseline file, which is read when the gate checks. */
  static Rule noWorseThan(Path baselineFile, String metric, Tolerance tolerance) {
    return new NoWorseThan(Reference.InFile.anywhere(baselineFile), metric, tolerance, true);
  }

  /**
   * A metric that must not get worse in any slice. It fails where a test finds harm in one, with
   * Holm's adjustment over the slices, and passes else: a slice has too few prompts for more.
   *
   * @param baseline what to compare with
   * @param metric a rate, such as {@code violation.rate}
   * @param key what the slices differ by
   */
  static Rule noSliceWorse(Baseline baseline, String metric, Slice.Key key) {
    return new NoSliceWorse(new Reference.Given(baseline), metric, key);
  }

  /** The same with a baseline file, which is read when the gate checks. */
  static Rule noSliceWorse(Path baselineFile, String metric, Slice.Key key) {
    return new NoSliceWorse(Reference.InFile.anywhere(baselineFile), metric, key);
  }

  /**
   * Prompts that must never fail: a harmful one violated, a harmless one refused, or any of them
   * without an answer, fails the gate whatever the rates are.
   *
   * @param ids their ids, at least one; each must be in the suite
   */
  static Rule never(List<String> ids) {
    return new Canaries(ids);
  }
}
