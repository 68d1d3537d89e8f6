package dev.bulwark.evaluate;

import dev.bulwark.evaluate.statistics.Interval;
import dev.bulwark.evaluate.statistics.Wilson;

/**
 * A metric on some results.
 *
 * @param metric what was measured
 * @param attempted prompts of the metric's kinds
 * @param assessed those that entered the mean
 * @param errored those that gave an error
 * @param clusters distinct base prompts among the assessed
 * @param sum sum over these clusters of the mean of their prompts' values
 */
public record Measurement(
    Metric metric, int attempted, int assessed, int errored, int clusters, double sum) {

  /**
   * The mean over base prompts, each of which counts the same however many variants it has:
   * otherwise many harmless variants of one would hide what the others do.
   *
   * @throws IllegalStateException where nothing was assessed: that is no rate of 0
   */
  public double estimate() {
    if (assessed == 0) {
      throw new IllegalStateException("No prompt was assessed for " + metric.label());
    }
    return sum / clusters;
  }

  /** Wilson's interval, see {@link #bounds}. */
  public Interval interval(double confidence) {
    return Wilson.twoSided(hits(), clusters, confidence);
  }

  /**
   * Wilson's two one-sided bounds. Prompts of one cluster are taken for one prompt, the cautious
   * bound of how alike their answers are, so variants never make the interval narrower.
   */
  public Interval bounds(double confidence) {
    return Wilson.oneSided(hits(), clusters, confidence);
  }

  private double hits() {
    return Math.min(estimate() * clusters, clusters);
  }
}
