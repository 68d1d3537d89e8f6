package dev.bulwark.train;

import java.util.Optional;

/** How a policy learns from the scores of its answers: one loop serves all methods. */
public interface PolicyMethod {
  /**
   * What the choices were worth.
   *
   * @param scores raw, {@code [answers]}
   * @param group answers to each prompt
   * @param beta coefficient of the distance from the reference
   */
  Credit credit(Experience experience, double[] scores, int group, double beta);

  /** The policy's loss of choices, by their log-probabilities now. */
  PpoLoss.Policy loss(Choices choices, double[] current, double beta);

  /** What a mean over choices is. */
  TokenMean mean();

  /** The coefficient at the start, and how it moves. */
  KlPenalty penalty();

  /** How the critic learns; empty for a method without one. */
  Optional<CriticPlan> critic();

  /**
   * Choices of some answers, one after the other, {@code [k]} each.
   *
   * @param old log-probabilities when they were drawn
   * @param reference log-probabilities under the reference
   * @param advantages of {@link #credit}
   * @param shares of each in the mean
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Choices(double[] old, double[] reference, double[] advantages, double[] shares) {}
}
