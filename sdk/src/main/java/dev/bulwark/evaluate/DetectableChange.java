package dev.bulwark.evaluate;

import java.util.OptionalDouble;

/**
 * The smallest rise of a rate that a paired test would find with a given power (Connor 1987, solved
 * for the difference): {@code sqrt(psi) (sqrt(n) za + zb sqrt(n + zb² - za²)) / (n + zb²)} with psi
 * the share of pairs that changed at all.
 *
 * @param alpha the one-sided level of the test
 * @param power the probability to find the rise
 */
public record DetectableChange(double alpha, double power) {

  /**
   * The rise for a number of pairs, empty where no pair changed or no rise of that size fits into
   * that many changes.
   */
  public OptionalDouble at(int changes, int n) {
    double za = Normal.above(alpha);
    double zb = Normal.above(1 - power);
    double psi = (double) changes / n;
    double radicand = n + zb * zb - za * za;
    if (changes == 0 || radicand < 0) {
      return OptionalDouble.empty();
    }
    double rise = Math.sqrt(psi) * (Math.sqrt(n) * za + zb * Math.sqrt(radicand)) / (n + zb * zb);
    return OptionalDouble.of(rise);
  }
}
