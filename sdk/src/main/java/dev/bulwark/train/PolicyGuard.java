package dev.bulwark.train;

import dev.bulwark.data.Require;
import java.util.Map;

/**
 * Bounds within which a policy's rewards mean something; one that leaves them is stopped with the
 * reason. A bound of 0 is none, and so is 1 for the clip.
 *
 * @param mostKl most KL of an answer from the reference, in nats, in the mean; 0 or more
 * @param leastEntropy least share of the first iteration's entropy, in [0, 1)
 * @param leastLength least share of the first iteration's length of answers, in [0, 1)
 * @param leastUnique least share of answers that are unlike all others, in [0, 1)
 * @param mostClipped most share of choices at which the clip decides, in (0, 1]
 */
public record PolicyGuard(
    double mostKl,
    double leastEntropy,
    double leastLength,
    double leastUnique,
    double mostClipped) {
  private static final String ENTROPY = "first.entropy";
  private static final String LENGTH = "first.length";

  /** Checks the ranges. */
  public PolicyGuard {
    Require.that(mostKl >= 0, "mostKl", mostKl, "0 or more");
    Require.that(leastEntropy >= 0 && leastEntropy < 1, "leastEntropy", leastEntropy, "in [0, 1)");
    Require.that(leastLength >= 0 && leastLength < 1, "leastLength", leastLength, "in [0, 1)");
    Require.that(leastUnique >= 0 && leastUnique < 1, "leastUnique", leastUnique, "in [0, 1)");
    Require.that(mostClipped > 0 && mostClipped <= 1, "mostClipped", mostClipped, "in (0, 1]");
  }

  /** 100 nats, a hundredth of the entropy, a tenth of the length, half of all choices clipped. */
  public static PolicyGuard defaults() {
    return new PolicyGuard(100, 0.01, 0.1, 0, 0.5);
  }

  /** Stops nothing. */
  public static PolicyGuard off() {
    return new PolicyGuard(0, 0, 0, 0, 1);
  }

  /** What it remembers of the first iteration. */
  static Map<String, Double> first(PolicyIteration.Sampled sampled) {
    return Map.of(ENTROPY, sampled.entropy(), LENGTH, sampled.length());
  }

  /**
   * Looks at an iteration.
   *
   * @throws TrainingStopped for the first bound that it left; NaN leaves every bound
   */
  void check(PolicyIteration done, Map<String, Double> first) {
    long number = done.number();
    PolicyIteration.Sampled sampled = done.sampled();
    atMost(number, "the mean KL of an answer", sampled.kl(), mostKl == 0 ? 1e300 : mostKl);
    double entropy = leastEntropy * first.getOrDefault(ENTROPY, 0.0);
    atLeast(number, "the mean entropy of a choice", sampled.entropy(), entropy);
    double length = leastLength * first.getOrDefault(LENGTH, 0.0);
    atLeast(number, "the mean length of an answer", sampled.length(), length);
    atLeast(number, "the share of unique answers", sampled.unique(), leastUnique);
    atMost(number, "the share of clipped choices", done.moved().clipFraction(), mostClipped);
  }

  private static void atMost(long iteration, String what, double value, double bound) {
    if (!(value <= bound)) {
      throw TrainingStopped.unhealthy(iteration, what, value, "at most %.4g".formatted(bound));
    }
  }

  private static void atLeast(long iteration, String what, double value, double bound) {
    if (!(value >= bound)) {
      throw TrainingStopped.unhealthy(iteration, what, value, "at least %.4g".formatted(bound));
    }
  }
}
