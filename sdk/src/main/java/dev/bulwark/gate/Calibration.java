package dev.bulwark.gate;

import dev.bulwark.evaluate.statistics.Interval;
import dev.bulwark.evaluate.statistics.Wilson;

/**
 * What a gate makes of pairs of runs of the same model: whether it cries wolf, and whether the
 * judge says the same twice.
 *
 * @param pairs pairs of runs
 * @param falseFails pairs that the gate failed though nothing had changed
 * @param passes pairs that it passed
 * @param selfAgreement share of answers whose outcome was the same in both runs, from 0 to 1
 */
public record Calibration(int pairs, int falseFails, int passes, double selfAgreement) {
  /** Fewer pairs say too little about how often a gate cries wolf. */
  public static final int FEWEST_PAIRS = 20;

  /** The share of false failures, with Wilson's two-sided 95 % interval. */
  public Interval falseFailRate() {
    return Wilson.twoSided(falseFails, pairs, 0.95);
  }
}
