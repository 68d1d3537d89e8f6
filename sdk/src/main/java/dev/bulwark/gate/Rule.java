package dev.bulwark.gate;

import java.nio.file.Path;

/** One thing that a gate demands. Values are checked by the gate, which names a bad one. */
public sealed interface Rule permits Limit, NoWorseThan {

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
    return new Limit(metric, Limit.Side.AT_MOST, limit);
  }

  /**
   * A rate that must not fall below a limit; the mirror image of {@link #atMost}.
   *
   * @param metric such as {@code helpfulness}
   * @param limit from 0 to 1
   */
  static Rule atLeast(String metric, double limit) {
    return new Limit(metric, Limit.Side.AT_LEAST, limit);
  }

  /**
   * A metric that must not get worse than the baseline's.
   *
   * @param baseline what to compare with
   * @param metric such as {@code violation.rate}
   * @param margin the change for the worse, from 0 to 1, that the gate must be able to see
   */
  static Rule noWorseThan(Baseline baseline, String metric, double margin) {
    return new NoWorseThan(() -> baseline, metric, margin);
  }

  /** The same with a baseline file, which is read when the gate checks. */
  static Rule noWorseThan(Path baselineFile, String metric, double margin) {
    return new NoWorseThan(() -> Baseline.read(baselineFile), metric, margin);
  }
}
