package dev.bulwark.gate;

import dev.bulwark.evaluate.statistics.ClusterBootstrap;
import dev.bulwark.evaluate.statistics.DetectableChange;
import dev.bulwark.evaluate.statistics.Interval;
import dev.bulwark.evaluate.statistics.LowerTail;
import dev.bulwark.evaluate.statistics.McNemar;
import dev.bulwark.evaluate.statistics.PairedScores;
import dev.bulwark.evaluate.statistics.Tango;
import java.util.Arrays;
import java.util.OptionalDouble;

/** What the pairs say about a change for the worse; positive is harm. */
sealed interface Harm {

  /**
   * The test that fits: McNemar's where no prompt has variants. Variants of a prompt are alike, so
   * that base prompts are drawn and not prompts; where too few of these changed for draws to show
   * how much could change, each base prompt is counted as a single one.
   */
  static Harm of(Pairing pairing, long seed) {
    if (pairing.isCountable() || !pairing.isBootstrappable()) {
      return new Counted(pairing.newlyBad(), pairing.newlyGood(), pairing.clusters().size());
    }
    int[] ones = new int[pairing.clusters().size()];
    Arrays.fill(ones, 1);
    double[] changes = pairing.clusters().stream().mapToDouble(Pairing.Cluster::change).toArray();
    double changed = (double) pairing.changedClusters() / ones.length;
    return new Drawn(
        ClusterBootstrap.ofMean(changes, ones, ClusterBootstrap.DRAWS, seed), seed, changed);
  }

  /** The fall of the mean of the lowest scores. */
  static Harm of(PairedScores scores, LowerTail tail, long seed) {
    return new Drawn(ClusterBootstrap.ofTail(scores, tail, ClusterBootstrap.DRAWS, seed), seed, 1);
  }

  /** How much worse it got. */
  double estimate();

  /** The probability of such a change, or a larger one, if nothing got worse. */
  double p();

  /** Two one-sided bounds. */
  Interval bounds(double confidence);

  /** The smallest rise that would be found, empty where nothing is known about it. */
  OptionalDouble detectable(DetectableChange change);

  /** The same where the question is whether a rise as large as a margin would be. */
  OptionalDouble detectable(DetectableChange change, double margin);

  /** How it was reckoned, in words. */
  String method();

  /** Counts of changed prompts, or of changed base prompts, which need not be whole. */
  record Counted(double newlyBad, double newlyGood, double n) implements Harm {

    @Override
    public double estimate() {
      return tango().estimate();
    }

    @Override
    public double p() {
      return new McNemar((int) Math.round(newlyBad), (int) Math.round(newlyGood)).midPOneSided();
    }

    @Override
    public Interval bounds(double confidence) {
      return tango().oneSided(confidence);
    }

    @Override
    public OptionalDouble detectable(DetectableChange change) {
      return change.of(newlyBad + newlyGood, n);
    }

    @Override
    public OptionalDouble detectable(DetectableChange change, double margin) {
      return change.ofAtLeast(margin, newlyBad + newlyGood, n);
    }

    @Override
    public String method() {
      return "mid-p McNemar, Tango bounds";
    }

    private Tango tango() {
      return new Tango(newlyBad, newlyGood, n);
    }
  }

  /**
   * Draws of base prompts.
   *
   * @param draws the draws
   * @param seed theirs
   * @param changed share of base prompts of which any prompt changed
   */
  record Drawn(ClusterBootstrap draws, long seed, double changed) implements Harm {

    @Override
    public double estimate() {
      return draws.estimate();
    }

    @Override
    public double p() {
      return draws.p();
    }

    @Override
    public Interval bounds(double confidence) {
      return draws.oneSided(confidence);
    }

    @Override
    public OptionalDouble detectable(DetectableChange change) {
      return OptionalDouble.of(change.of(draws.standardError()));
    }

    @Override
    public OptionalDouble detectable(DetectableChange change, double margin) {
      double more = Math.sqrt(Math.max(1, margin / changed));
      return OptionalDouble.of(change.of(draws.standardError() * more));
    }

    @Override
    public String method() {
      return ClusterBootstrap.DRAWS + " draws of base prompts, seed " + seed;
    }
  }
}
