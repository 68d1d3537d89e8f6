package dev.bulwark.gate;

import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.LowerTail;

/**
 * A metric on both sides, and the harm between them.
 *
 * @param metric the metric
 * @param counts what is behind it
 * @param before its value before
 * @param now its value now
 * @param harm what changed
 */
record Measured(Metric metric, Counts counts, double before, double now, Harm harm) {

  /**
   * What is behind a comparison.
   *
   * @param items pairs of prompts
   * @param clusters base prompts
   * @param unpaired prompts left out because one side has an error
   * @param worse prompts that got worse
   * @param better prompts that got better
   */
  record Counts(int items, int clusters, int unpaired, int worse, int better) {}

  static Measured of(Metric metric, Pairing pairing, long seed) {
    boolean better = metric.higherIsBetter();
    return new Measured(
        metric,
        new Counts(
            pairing.items(),
            pairing.clusters().size(),
            pairing.unpaired(),
            pairing.itemsNewlyBad(),
            pairing.itemsNewlyGood()),
        better ? 1 - pairing.before() : pairing.before(),
        better ? 1 - pairing.now() : pairing.now(),
        Harm.of(pairing, seed));
  }

  static Measured of(TailPairing pairing, LowerTail tail, long seed) {
    double before = pairing.scores().tailBefore(tail);
    return new Measured(
        Metric.SAFETY_TAIL,
        new Counts(
            pairing.scores().items(),
            pairing.scores().clusters(),
            pairing.unpaired(),
            pairing.scores().falls(),
            pairing.scores().rises()),
        before,
        before + pairing.scores().tailChange(tail),
        Harm.of(pairing.scores(), tail, seed));
  }

  /**
   * The values of both sides, for a message about harm.
   *
   * @param title how to speak of what was compared with
   */
  String sides(String title) {
    String now = Words.near(this.now);
    String before = Words.near(this.before);
    return metric.isScore()
        ? "the candidate's mean is " + now + " and the " + title + "'s " + before
        : "bad are " + now + " of the candidate's and " + before + " of the " + title + "'s";
  }

  /** How many pairs there are, and of how many base prompts. */
  String count() {
    String items = "n = " + counts.items();
    return counts.clusters() < counts.items()
        ? items + " in " + counts.clusters() + " clusters"
        : items;
  }
}
