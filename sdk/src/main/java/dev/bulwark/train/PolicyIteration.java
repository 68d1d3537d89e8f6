package dev.bulwark.train;

import java.util.OptionalDouble;

/**
 * What one iteration drew and learned.
 *
 * @param number of the iteration, from 1
 * @param iterations all iterations of the run
 * @param sampled what the policy answered
 * @param moved how it changed
 * @param phases where the time of this iteration went
 * @param pace how fast the run is
 * @param heldOut the score of held-out prompts after it, where somebody looked
 */
public record PolicyIteration(
    long number,
    long iterations,
    Sampled sampled,
    Moved moved,
    Phases phases,
    TrainingStep.Pace pace,
    OptionalDouble heldOut) {

  /**
   * What the policy answered.
   *
   * @param score mean raw score of an answer
   * @param reward mean sum of an answer's rewards as the method counts them
   * @param kl mean KL of an answer from the reference, in nats
   * @param entropy mean entropy of a choice, in nats
   * @param length mean choices of an answer
   * @param ended share of answers that chose an end, in [0, 1]
   * @param unique share of answers that are unlike all others, in [0, 1]
   */
  public record Sampled(
      double score,
      double reward,
      double kl,
      double entropy,
      double length,
      double ended,
      double unique) {}

  /**
   * How policy and critic changed, in the mean over the steps of the iteration.
   *
   * @param loss the policy's loss; 0 while only the critic learns
   * @param valueLoss the critic's loss; 0 without one
   * @param gradientNorm the policy's global norm before clipping
   * @param explained share of the returns' variance that the critic foresaw, at most 1; 0 without
   *     one
   * @param clipFraction share of choices at which the clip decided, in [0, 1]
   * @param ratio mean ratio of probabilities, new by old
   * @param beta coefficient of the distance from the reference in this iteration
   */
  public record Moved(
      double loss,
      double valueLoss,
      double gradientNorm,
      double explained,
      double clipFraction,
      double ratio,
      double beta) {}

  /**
   * Where the time went, in seconds.
   *
   * @param drawing drawing answers
   * @param reading policy, reference and critic reading them
   * @param scoring what they are worth
   * @param learning gradients and steps
   */
  public record Phases(double drawing, double reading, double scoring, double learning) {}

  /** Tokens a second since the start, prompts included. */
  public double tokensPerSecond() {
    return pace.tokens() / Math.max(1e-9, pace.seconds());
  }

  /** Estimated seconds to the end. */
  public double secondsLeft() {
    return pace.seconds() / number * (iterations - number);
  }
}
