package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;
import java.util.Arrays;

/** Values gathered by cluster: each cluster's sum and size. */
final class Clusters {
  private final double[] sums;
  private final int[] sizes;

  Clusters(double[] sums, int[] sizes) {
    Require.that(
        sums.length > 0 && sums.length == sizes.length,
        "clusters",
        sums.length + " sums and " + sizes.length + " sizes",
        "equally many and not none");
    this.sums = sums.clone();
    this.sizes = sizes.clone();
  }

  /** Sums values by the number of their cluster, from 0. */
  static Clusters of(double[] values, int[] cluster) {
    int count = Arrays.stream(cluster).max().orElse(-1) + 1;
    double[] sums = new double[count];
    int[] sizes = new int[count];
    for (int i = 0; i < values.length; i++) {
      sums[cluster[i]] += values[i];
      sizes[cluster[i]]++;
    }
    return new Clusters(sums, sizes);
  }

  double[] sums() {
    return sums;
  }

  int[] sizes() {
    return sizes;
  }

  int count() {
    return sums.length;
  }

  long items() {
    return Arrays.stream(sizes).asLongStream().sum();
  }

  double mean() {
    return Arrays.stream(sums).sum() / items();
  }

  /** {@code sqrt(sum over clusters of (sum - size * mean)²) / all items}. */
  double standardError() {
    double mean = mean();
    double squares = 0;
    for (int i = 0; i < sums.length; i++) {
      double off = sums[i] - sizes[i] * mean;
      squares += off * off;
    }
    return Math.sqrt(squares) / items();
  }
}
