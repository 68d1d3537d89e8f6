package dev.bulwark.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Percentile bootstrap of a mean whose items come in clusters (Efron and Tibshirani 1993; clusters
 * as in Davison and Hinkley 1997, section 3.8): each draw takes as many clusters as there are, with
 * replacement, each with all its items.
 */
public final class ClusterBootstrap {
  /** Draws that a gate makes. */
  public static final int DRAWS = 10_000;

  /** Differences this small come from the order of additions. */
  private static final double ZERO = 1e-12;

  private final double[] sums;
  private final int[] items;
  private final double[] draws;

  /**
   * Makes the draws.
   *
   * @param sums each cluster's sum over its items, {@code [clusters]}; positive is harm
   * @param items each cluster's number of items, {@code [clusters]}, from 1
   * @param draws number of draws, from 1
   * @param seed the same seed and clusters in the same order give the same draws
   */
  public ClusterBootstrap(double[] sums, int[] items, int draws, long seed) {
    if (sums.length == 0 || sums.length != items.length || draws < 1) {
      throw new IllegalArgumentException(
          "Clusters are %d sums and %d sizes with %d draws, but must be equally many and not none"
              .formatted(sums.length, items.length, draws));
    }
    this.sums = sums.clone();
    this.items = items.clone();
    this.draws = new double[draws];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < draws; i++) {
      this.draws[i] = draw(random);
    }
    Arrays.sort(this.draws);
  }

  private double draw(SplittableRandom random) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < sums.length; i++) {
      int cluster = random.nextInt(sums.length);
      sum += sums[cluster];
      count += items[cluster];
    }
    return sum / count;
  }

  /** The mean over all items. */
  public double estimate() {
    return Arrays.stream(sums).sum() / Arrays.stream(items).asLongStream().sum();
  }

  /** {@code (1 + draws without harm) / (1 + draws)}: small when there is harm. */
  public double p() {
    long harmless = Arrays.stream(draws).filter(harm -> harm <= ZERO).count();
    return (1.0 + harmless) / (1.0 + draws.length);
  }

  /** Two one-sided bounds, each of which holds with that confidence. */
  public Interval oneSided(double confidence) {
    return new Interval(quantile(1 - confidence), quantile(confidence));
  }

  /** A quantile of the draws, linear between neighbours (type 7 of Hyndman and Fan 1996). */
  public double quantile(double probability) {
    double place = probability * (draws.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, draws.length - 1);
    return draws[below] + (place - below) * (draws[above] - draws[below]);
  }

  /**
   * The standard error by the influence function: {@code sqrt(sum over clusters of (sum - items *
   * mean)²) / all items}.
   */
  public double standardError() {
    double mean = estimate();
    double squares = 0;
    for (int i = 0; i < sums.length; i++) {
      double off = sums[i] - items[i] * mean;
      squares += off * off;
    }
    return Math.sqrt(squares) / Arrays.stream(items).asLongStream().sum();
  }
}
