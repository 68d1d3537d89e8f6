package dev.bulwark.train;

import java.util.Optional;
import java.util.SortedMap;

/**
 * What one step did.
 *
 * @param step its number, from 1
 * @param steps all steps of the run
 * @param loss the batch's loss before the step
 * @param learningRate the rate it took
 * @param gradientNorm global norm of the gradients before clipping
 * @param pace how fast the run is
 * @param heldOut the loss of held-out samples after the step, where somebody looked
 */
public record TrainingStep(
    long step,
    long steps,
    double loss,
    double learningRate,
    double gradientNorm,
    Pace pace,
    Optional<HeldOutLoss> heldOut) {

  /**
   * How much was done, in how much time; a run that was resumed counts both parts.
   *
   * @param tokens tokens trained on since the start, prompts included
   * @param seconds wall time since the start
   */
  public record Pace(long tokens, double seconds) {}

  /**
   * The loss of held-out samples.
   *
   * @param mean over all of them
   * @param byLabel over each group
   */
  public record HeldOutLoss(double mean, SortedMap<String, Double> byLabel) {}

  /** Tokens trained on since the start, prompts included. */
  public long tokens() {
    return pace.tokens();
  }

  /** Wall time since the start. */
  public double seconds() {
    return pace.seconds();
  }

  /** Tokens a second since the start. */
  public double tokensPerSecond() {
    return tokens() / Math.max(1e-9, seconds());
  }

  /** Estimated seconds to the end. */
  public double secondsLeft() {
    return seconds() / step * (steps - step);
  }
}
