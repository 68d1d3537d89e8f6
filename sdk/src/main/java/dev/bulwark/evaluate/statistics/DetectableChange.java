package dev.bulwark.evaluate.statistics;

import java.util.OptionalDouble;

/**
 * The smallest rise of a rate that a paired test would find with a given power.
 *
 * @param alpha the one-sided level of the test
 * @param power the probability to find the rise
 */
public record DetectableChange(double alpha, double power) {

  /**
   * By Connor 1987, solved for the difference: {@code sqrt(psi) (sqrt(n) za + zb sqrt(n + zb² -
   * za²)) / (n + zb²)} with psi the share of pairs that changed. It may exceed psi itself; see
   * {@link #ofAtLeast}.
   *
   * @return empty where no pair changed or the pairs are too few for the formula
   */
  public OptionalDouble of(double changes, double n) {
    double za = Normal.above(alpha);
    double zb = Normal.above(1 - power);
    double psi = changes / n;
    double radicand = n + zb * zb - za * za;
    if (!(changes > 0) || radicand < 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        Math.sqrt(psi) * (Math.sqrt(n) * za + zb * Math.sqrt(radicand)) / (n + zb * zb));
  }

  /**
   * The same for the question whether a rise of so much would be found. Such a rise changes at
   * least that share of the pairs, so that few changes, or none, are no proof of sharp eyes.
   *
   * @param rise the rise in question, from 0
   */
  public OptionalDouble ofAtLeast(double rise, double changes, double n) {
    return of(Math.max(changes, rise * n), n);
  }

  /** By the standard error of the difference: {@code (za + zb) * error}. */
  public double of(double standardError) {
    return (Normal.above(alpha) + Normal.above(1 - power)) * standardError;
  }
}
