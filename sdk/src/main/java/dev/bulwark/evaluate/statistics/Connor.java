package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import java.util.OptionalDouble;

/**
 * Sample sizes of a paired comparison of two rates (Connor 1987): {@code n = ((za sqrt(psi) + zb
 * sqrt(psi - d²)) / d)²}, one-sided, where d is the difference of the rates and psi the share of
 * pairs that change.
 *
 * @param alpha the one-sided level of the test, between 0 and 1
 * @param power the probability to find the difference, between 0 and 1
 */
public record Connor(double alpha, double power) {
  private static final int STEPS = 20_000;
  private static final int HALVINGS = 100;

  /**
   * What a planned comparison takes.
   *
   * @param newlyGood share of pairs that change for the better
   * @param newlyBad share of pairs that change for the worse
   * @param pairs pairs needed, not rounded
   */
  public record Plan(double newlyGood, double newlyBad, double pairs) {
    /** The share of pairs that change. */
    public double discordance() {
      return newlyGood + newlyBad;
    }

    /** Pairs needed, rounded up. */
    public long wholePairs() {
      return (long) Math.ceil(pairs);
    }
  }

  /**
   * Pairs needed to see a rate rise from one value to another.
   *
   * @param rho correlation between before and now
   * @throws IllegalArgumentException where the rates can't be so correlated
   */
  public Plan plan(double baseRate, double candidateRate, double rho) {
    double both =
        baseRate * candidateRate
            + rho * Math.sqrt(baseRate * (1 - baseRate) * candidateRate * (1 - candidateRate));
    double newlyGood = baseRate - both;
    double newlyBad = candidateRate - both;
    double neither = 1 - both - newlyGood - newlyBad;
    double least = Math.min(Math.min(newlyGood, newlyBad), Math.min(both, neither));
    Require.that(
        least >= 0 && candidateRate != baseRate,
        "rho",
        rho,
        "a correlation that rates of " + baseRate + " and " + candidateRate + " can have");
    double difference = candidateRate - baseRate;
    double psi = newlyGood + newlyBad;
    double root =
        (Normal.above(alpha) * Math.sqrt(psi)
                + Normal.above(1 - power) * Math.sqrt(psi - difference * difference))
            / difference;
    return new Plan(newlyGood, newlyBad, root * root);
  }

  /**
   * The smallest rise from a rate that so many pairs would show.
   *
   * @return empty where no rise that the correlation allows would show
   */
  public OptionalDouble detectable(double baseRate, double rho, double n) {
    double top = 1 - baseRate;
    double previous = 0;
    for (int step = 1; step < STEPS; step++) {
      double rise = top * step / STEPS;
      OptionalDouble needed = needed(baseRate, rise, rho);
      if (needed.isEmpty()) {
        return OptionalDouble.empty();
      }
      if (needed.getAsDouble() <= n) {
        return OptionalDouble.of(refine(baseRate, rho, n, new Interval(previous, rise)));
      }
      previous = rise;
    }
    return OptionalDouble.empty();
  }

  private double refine(double baseRate, double rho, double n, Interval around) {
    double low = around.lower();
    double high = around.upper();
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (needed(baseRate, middle, rho).orElse(Double.POSITIVE_INFINITY) <= n) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  private OptionalDouble needed(double baseRate, double rise, double rho) {
    try {
      return OptionalDouble.of(plan(baseRate, baseRate + rise, rho).pairs());
    } catch (IllegalArgumentException e) {
      return OptionalDouble.empty();
    }
  }
}
