package dev.bulwark.stage;

import dev.bulwark.data.Require;

/**
 * Whether and how a run looks at samples that it does not learn from. The result is the model as it
 * was when these cost least.
 *
 * @param share of the samples, in [0, 0.5]; 0, the default, for none, so that all are learned.
 *     Where that is fewer than 20, none are held out: they would say nothing
 * @param looks how often in the whole run, from 1; 10 by default
 * @param patience looks in a row without a gain after which training stops; 0, the default, never
 */
public record ValidationPlan(double share, int looks, int patience) {
  static final int FEWEST = 20;

  /** Checks the ranges. */
  public ValidationPlan {
    Require.that(share >= 0 && share <= 0.5, "share", share, "in [0, 0.5]");
    Require.atLeast(1, "looks", looks);
    Require.that(patience >= 0, "patience", patience, "0 or more");
  }

  /** Nothing is held out; a share that is would be looked at ten times, and nothing stops early. */
  public static ValidationPlan defaults() {
    return new ValidationPlan(0, 10, 0);
  }
}
