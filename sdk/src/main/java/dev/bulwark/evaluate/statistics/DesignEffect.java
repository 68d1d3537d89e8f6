package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;

/**
 * How much less evidence clustered prompts are than as many independent ones (Kish 1965; Donner
 * 1986; Miller 2024).
 *
 * @param items prompts, N
 * @param clusters base prompts, G
 * @param meanSize {@code (N - sum m² / N) / (G - 1)}
 * @param weightedSize {@code sum m² / N}
 * @param icc correlation within clusters, which may be negative
 * @param errors standard errors of the mean
 */
public record DesignEffect(
    int items, int clusters, double meanSize, double weightedSize, double icc, Errors errors) {

  /**
   * A mean and its standard errors.
   *
   * @param mean over all prompts
   * @param naive as if prompts were independent
   * @param clustered by sums over clusters
   */
  public record Errors(double mean, double naive, double clustered) {}

  /**
   * Reckons the effect.
   *
   * @param values one a prompt, such as differences, {@code [items]}
   * @param cluster the number of its cluster, from 0, {@code [items]}
   * @throws IllegalArgumentException where no cluster has two prompts, or nothing varies
   */
  public static DesignEffect of(double[] values, int[] cluster) {
    Clusters groups = Clusters.of(values, cluster);
    int n = values.length;
    int g = groups.count();
    Require.that(g > 1 && g < n, "clusters", g, "from 2 to below " + n);
    double mean = groups.mean();
    double between = 0;
    double sizes = 0;
    for (int i = 0; i < g; i++) {
      double off = groups.sums()[i] / groups.sizes()[i] - mean;
      between += groups.sizes()[i] * off * off;
      sizes += (double) groups.sizes()[i] * groups.sizes()[i];
    }
    double total = 0;
    for (double value : values) {
      total += (value - mean) * (value - mean);
    }
    double msb = between / (g - 1);
    double msw = (total - between) / (n - g);
    double m0 = (n - sizes / n) / (g - 1);
    double spread = msb + (m0 - 1) * msw;
    Require.that(spread > 0, "variance", spread, "above 0");
    return new DesignEffect(
        n,
        g,
        m0,
        sizes / n,
        (msb - msw) / spread,
        new Errors(mean, Math.sqrt(total) / n, groups.standardError()));
  }

  /** {@code 1 + (weightedSize - 1) icc}. */
  public double effect() {
    return 1 + (weightedSize - 1) * icc;
  }

  /** The same, at least 1. */
  public double cautious() {
    return Math.max(1, effect());
  }

  /** As many independent prompts would be as much evidence. */
  public double effectiveItems() {
    return items / effect();
  }

  /** The clustered standard error for few clusters: times {@code sqrt(G / (G - 1))}. */
  public double fewClustersError() {
    return errors.clustered() * Math.sqrt(clusters / (clusters - 1.0));
  }
}
