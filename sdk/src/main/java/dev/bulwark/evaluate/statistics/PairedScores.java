package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import java.util.Arrays;

/**
 * Scores of the same prompts before and now, with the clusters that the prompts belong to: all
 * variants of one base prompt are one cluster.
 */
public final class PairedScores {
  private final double[] before;
  private final double[] now;
  private final int[] cluster;

  private PairedScores(double[] before, double[] now, int[] cluster) {
    this.before = before;
    this.now = now;
    this.cluster = cluster;
  }

  /**
   * Pairs scores.
   *
   * @param before the baseline's, {@code [items]}
   * @param now the candidate's, {@code [items]}
   * @param cluster the number of each prompt's cluster, from 0 and without gaps, {@code [items]}
   */
  public static PairedScores of(double[] before, double[] now, int[] cluster) {
    Require.that(
        before.length > 0 && before.length == now.length && now.length == cluster.length,
        "items",
        before.length + ", " + now.length + ", " + cluster.length,
        "equally many and not none");
    return new PairedScores(before.clone(), now.clone(), cluster.clone());
  }

  /** The baseline's scores against nothing, so that errors of changes are those of one run. */
  public PairedScores ofBefore() {
    return new PairedScores(new double[before.length], before, cluster);
  }

  /** Prompts in all. */
  public int items() {
    return before.length;
  }

  /** Base prompts. */
  public int clusters() {
    return Arrays.stream(cluster).max().orElse(-1) + 1;
  }

  double[] before() {
    return before;
  }

  double[] now() {
    return now;
  }

  int[] cluster() {
    return cluster;
  }

  /** Prompts whose score fell. */
  public int falls() {
    return count(-1);
  }

  /** Prompts whose score rose. */
  public int rises() {
    return count(1);
  }

  private int count(int direction) {
    int count = 0;
    for (int i = 0; i < now.length; i++) {
      count += direction * (now[i] - before[i]) > 0 ? 1 : 0;
    }
    return count;
  }

  /** The mean of the baseline's lowest scores. */
  public double tailBefore(LowerTail tail) {
    return tail.mean(before);
  }

  /** Candidate minus baseline by cluster. */
  Clusters differences() {
    double[] differences = new double[before.length];
    Arrays.setAll(differences, i -> now[i] - before[i]);
    return Clusters.of(differences, cluster);
  }

  /** The mean of the candidate's scores minus that of the baseline's. */
  public double meanChange() {
    return differences().mean();
  }

  /** The standard error of {@link #meanChange} by the sums over clusters. */
  public double meanError() {
    return differences().standardError();
  }

  /** The mean of the candidate's lowest scores minus that of the baseline's. */
  public double tailChange(LowerTail tail) {
    return tail.mean(now) - tail.mean(before);
  }

  /**
   * The standard error of {@link #tailChange} by the influences of scores, summed over clusters.
   */
  public double tailError(LowerTail tail) {
    double[] was = tail.influence(before);
    double[] is = tail.influence(now);
    double[] sums = new double[clusters()];
    for (int i = 0; i < is.length; i++) {
      sums[cluster[i]] += is[i] - was[i];
    }
    return Math.sqrt(Arrays.stream(sums).map(sum -> sum * sum).sum()) / is.length;
  }
}
