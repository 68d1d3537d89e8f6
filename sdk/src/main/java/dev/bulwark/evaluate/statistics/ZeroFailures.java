package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;

/**
 * What can be said about a rate after prompts of which none failed (Hanley and Lippman-Hand 1983).
 *
 * @param confidence with which the bounds hold, between 0 and 1
 */
public record ZeroFailures(double confidence) {

  /** Checks the confidence. */
  public ZeroFailures {
    Require.that(confidence > 0 && confidence < 1, "confidence", confidence, "between 0 and 1");
  }

  /** The exact upper bound {@code 1 - a^(1/n)} with a = 1 - confidence. */
  public double upper(long n) {
    return -Math.expm1(Math.log1p(-confidence) / n);
  }

  /** The approximation {@code -ln(a) / n}. */
  public double approximateUpper(long n) {
    return -Math.log1p(-confidence) / n;
  }

  /** The rule of three for 95 %: {@code 3 / n}. */
  public static double ruleOfThree(long n) {
    return 3.0 / n;
  }

  /** How many prompts without a failure show that the rate is at most the cap. */
  public long needed(double cap) {
    Require.that(cap > 0 && cap < 1, "cap", cap, "between 0 and 1");
    return (long) Math.ceil(Math.log1p(-confidence) / Math.log1p(-cap));
  }
}
