package dev.bulwark.evaluate.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.ranking.NaturalRanking;

/**
 * Wilcoxon's signed-rank test of paired scores, by the normal approximation with mid-ranks and
 * without zeros. For reports only: it sees shifts of the bulk, not of the tail.
 *
 * @param count differences that are not 0
 * @param plus sum of the ranks of rises
 * @param minus sum of the ranks of falls
 * @param deviation standard deviation of {@code plus} where nothing changed
 */
public record SignedRanks(int count, double plus, double minus, double deviation) {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Ranks differences, candidate minus baseline. */
  public static SignedRanks of(double[] differences) {
    double[] changed = Arrays.stream(differences).filter(one -> one != 0).toArray();
    double[] sizes = Arrays.stream(changed).map(Math::abs).toArray();
    double[] ranks = new NaturalRanking().apply(sizes);
    double plus = 0;
    double minus = 0;
    for (int i = 0; i < ranks.length; i++) {
      plus += changed[i] > 0 ? ranks[i] : 0;
      minus += changed[i] < 0 ? ranks[i] : 0;
    }
    double n = changed.length;
    double variance = n * (n + 1) * (2 * n + 1) / 24 - ties(sizes) / 48;
    return new SignedRanks(changed.length, plus, minus, Math.sqrt(variance));
  }

  /** Sum of t³ - t over groups of t equal sizes. */
  private static double ties(double[] sizes) {
    double[] sorted = sizes.clone();
    Arrays.sort(sorted);
    double sum = 0;
    int from = 0;
    for (int to = 1; to <= sorted.length; to++) {
      if (to == sorted.length || sorted[to] != sorted[from]) {
        double tied = to - from;
        sum += tied * tied * tied - tied;
        from = to;
      }
    }
    return sum;
  }

  /** The standardised sum of ranks; empty where nothing changed. */
  public OptionalDouble z() {
    return deviation > 0 ? OptionalDouble.of(excess() / deviation) : OptionalDouble.empty();
  }

  /** The same, drawn half a rank towards 0. */
  public OptionalDouble correctedZ() {
    double corrected = Math.signum(excess()) * (Math.abs(excess()) - 0.5);
    return deviation > 0 ? OptionalDouble.of(corrected / deviation) : OptionalDouble.empty();
  }

  /** Small when the candidate lies higher or lower; 1 where nothing changed. */
  public double twoSided() {
    return twoSided(z());
  }

  /** The same by the corrected sum. */
  public double correctedTwoSided() {
    return twoSided(correctedZ());
  }

  /** Small when the candidate lies lower; 1 where nothing changed. */
  public double lower() {
    return z().isPresent() ? NORMAL.cumulativeProbability(z().getAsDouble()) : 1;
  }

  private double excess() {
    return plus - count * (count + 1.0) / 4;
  }

  private static double twoSided(OptionalDouble z) {
    return z.isPresent()
        ? Math.min(1, 2 * NORMAL.survivalProbability(Math.abs(z.getAsDouble())))
        : 1;
  }
}
