package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Percentile bootstrap of a harm whose items come in clusters (Efron and Tibshirani 1993; clusters
 * as in Davison and Hinkley 1997, section 3.8; of tails Sun and Cheng 2018): each draw takes as
 * many clusters as there are, with replacement, each with all its items on both sides. Draws run on
 * all processors; each has a seed of its own, so that their number changes nothing.
 */
public final class ClusterBootstrap {
  /** Draws that a gate makes. */
  public static final int DRAWS = 10_000;

  /** Differences this small come from the order of additions. */
  private static final double ZERO = 1e-12;

  private static final int CHUNK = 50;
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private final double estimate;
  private final double standardError;
  private final double[] draws;

  private ClusterBootstrap(double estimate, double standardError, double[] draws) {
    this.estimate = estimate;
    this.standardError = standardError;
    this.draws = draws;
  }

  /** How a statistic comes out where each cluster was drawn so many times. */
  private interface Statistic {
    double of(int[] times);
  }

  /**
   * Draws a mean of clusters.
   *
   * @param sums each cluster's sum over its items, {@code [clusters]}; positive is harm
   * @param items each cluster's number of items, {@code [clusters]}, from 1
   * @param draws number of draws, from 1
   * @param seed the same seed and clusters in the same order give the same draws
   */
  public static ClusterBootstrap ofMean(double[] sums, int[] items, int draws, long seed) {
    return ofMean(new Clusters(sums, items), draws, seed);
  }

  /**
   * Draws the change of a mean.
   *
   * @param direction 1 where a rise is harm, -1 where a fall is
   */
  public static ClusterBootstrap ofMean(PairedScores scores, int direction, int draws, long seed) {
    Clusters changes = scores.differences();
    double[] sums = Arrays.stream(changes.sums()).map(sum -> direction * sum).toArray();
    return ofMean(new Clusters(sums, changes.sizes()), draws, seed);
  }

  private static ClusterBootstrap ofMean(Clusters clusters, int draws, long seed) {
    double[] sums = clusters.sums();
    int[] sizes = clusters.sizes();
    Statistic mean =
        times -> {
          double sum = 0;
          long count = 0;
          for (int i = 0; i < times.length; i++) {
            sum += times[i] * sums[i];
            count += (long) times[i] * sizes[i];
          }
          return sum / count;
        };
    return new ClusterBootstrap(
        clusters.mean(), clusters.standardError(), drawn(mean, clusters.count(), draws, seed));
  }

  /** Draws the fall of the mean of the lowest scores: positive where the candidate's are lower. */
  public static ClusterBootstrap ofTail(PairedScores scores, LowerTail tail, int draws, long seed) {
    SortedScores before = new SortedScores(scores.before(), scores.cluster());
    SortedScores now = new SortedScores(scores.now(), scores.cluster());
    int[] sizes = scores.differences().sizes();
    Statistic fall =
        times -> {
          long count = 0;
          for (int i = 0; i < times.length; i++) {
            count += (long) times[i] * sizes[i];
          }
          double weight = tail.share() * count;
          return before.lowest(times, weight) - now.lowest(times, weight);
        };
    return new ClusterBootstrap(
        -scores.tailChange(tail), scores.tailError(tail), drawn(fall, sizes.length, draws, seed));
  }

  private static double[] drawn(Statistic statistic, int clusters, int draws, long seed) {
    Require.that(draws > 0, "draws", draws, "at least 1");
    long[] seeds = new SplittableRandom(seed).longs(draws).toArray();
    double[] values = new double[draws];
    IntStream.range(0, (draws + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(
            chunk -> {
              int[] times = new int[clusters];
              for (int i = chunk * CHUNK; i < Math.min(draws, (chunk + 1) * CHUNK); i++) {
                draw(times, seeds[i]);
                values[i] = statistic.of(times);
              }
            });
    Arrays.sort(values);
    return values;
  }

  /** Two clusters from each random number: its halves, scaled. */
  private static void draw(int[] times, long seed) {
    Arrays.fill(times, 0);
    SplittableRandom random = new SplittableRandom(seed);
    long clusters = times.length;
    for (int i = 0; i < clusters / 2; i++) {
      long bits = random.nextLong();
      times[(int) (((bits >>> 32) * clusters) >>> 32)]++;
      times[(int) (((bits & LOW_HALF) * clusters) >>> 32)]++;
    }
    if (clusters % 2 == 1) {
      times[(int) (((random.nextLong() >>> 32) * clusters) >>> 32)]++;
    }
  }

  /** The harm in the data. */
  public double estimate() {
    return estimate;
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

  /** A quantile of the draws. */
  public double quantile(double probability) {
    return Quantiles.ofSorted(draws, probability);
  }

  /** The standard deviation of the draws. */
  public double deviation() {
    double mean = Arrays.stream(draws).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(draws).map(draw -> (draw - mean) * (draw - mean)).average().orElseThrow());
  }

  /** The standard error by the influence function, summed over clusters. */
  public double standardError() {
    return standardError;
  }
}
