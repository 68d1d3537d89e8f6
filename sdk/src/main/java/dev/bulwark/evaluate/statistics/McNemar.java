package dev.bulwark.evaluate.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * McNemar's exact test of two rates measured on the same prompts, with the mid-p correction
 * (Fagerland, Lydersen and Laake 2013). Only prompts that changed count: if nothing is worse, each
 * change is as likely to be for the bad as for the good.
 *
 * @param newlyBad prompts that were good before and are bad now
 * @param newlyGood prompts that were bad before and are good now
 */
public record McNemar(int newlyBad, int newlyGood) {

  /** Checks the counts. */
  public McNemar {
    if (newlyBad < 0 || newlyGood < 0) {
      throw new IllegalArgumentException(
          "Counts are " + newlyBad + " and " + newlyGood + ", but must not be negative");
    }
  }

  /** P(X ≥ newlyBad) for X of the binomial distribution: small when now is worse. */
  public double exactOneSided() {
    return atLeast(newlyBad);
  }

  /** P(X &gt; newlyBad) + P(X = newlyBad) / 2: small when now is worse. */
  public double midPOneSided() {
    return atLeast(newlyBad + 1) + at(newlyBad) / 2;
  }

  /** Twice the smaller tail, at most 1. */
  public double exactTwoSided() {
    return Math.min(1, 2 * smallerTail());
  }

  /** Twice the smaller tail with half the weight of what was seen. */
  public double midPTwoSided() {
    if (newlyBad == newlyGood) {
      return changes() == 0 ? 1 : 1 - at(newlyBad) / 2;
    }
    return 2 * (smallerTail() - at(newlyBad) / 2);
  }

  private int changes() {
    return newlyBad + newlyGood;
  }

  private double smallerTail() {
    // P(X <= b) equals P(X >= c): the distribution is symmetric.
    return Math.min(atLeast(newlyBad), atLeast(newlyGood));
  }

  private double at(int count) {
    return binomial().probability(count);
  }

  private double atLeast(int count) {
    return count == 0 ? 1 : binomial().survivalProbability(count - 1);
  }

  private BinomialDistribution binomial() {
    return BinomialDistribution.of(changes(), 0.5);
  }
}
