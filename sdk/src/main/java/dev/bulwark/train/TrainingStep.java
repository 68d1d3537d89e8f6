package dev.bulwark.train;

/**
 * What one step did.
 *
 * @param step its number, from 1
 * @param steps all steps of the run
 * @param loss mean cross-entropy of the batch before the step, in nats a learned token
 * @param learningRate the rate it took
 * @param gradientNorm global norm of the gradients before clipping
 * @param tokens tokens trained on since the start, prompts included
 * @param seconds wall time since the start
 */
public record TrainingStep(
    long step,
    long steps,
    double loss,
    double learningRate,
    double gradientNorm,
    long tokens,
    double seconds) {

  /** Tokens a second since the start. */
  public double tokensPerSecond() {
    return tokens / Math.max(1e-9, seconds);
  }

  /** Estimated seconds to the end. */
  public double secondsLeft() {
    return seconds / step * (steps - step);
  }
}
