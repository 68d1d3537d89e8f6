package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * How a critic learns; the paper gives none of it.
 *
 * @param start what it starts from
 * @param gamma discount, in [0, 1]; 1 is usual
 * @param lambda of the advantages, in [0, 1]; 0.95 is usual
 * @param clip how far a value may move from that of the rollout, above 0; 0.2 is usual
 * @param learningRate peak, in (0, 1), or 0 for that of the policy
 * @param warmup iterations in which only the critic learns, from 0
 * @param whiten whether advantages are brought to mean 0 and unit spread over the batch; usual
 */
public record CriticPlan(
    Start start,
    double gamma,
    double lambda,
    double clip,
    double learningRate,
    int warmup,
    boolean whiten) {

  /** What a critic starts from. */
  public enum Start {
    /** The policy's base, and a head that says 0. */
    BASE,
    /** The reward model, whose adapter must sit on the policy's base. */
    REWARD
  }

  /** Checks the ranges. */
  public CriticPlan {
    Require.that(gamma >= 0 && gamma <= 1, "gamma", gamma, "in [0, 1]");
    Require.that(lambda >= 0 && lambda <= 1, "lambda", lambda, "in [0, 1]");
    Require.that(clip > 0, "clip", clip, "above 0");
    Require.that(learningRate >= 0 && learningRate < 1, "learningRate", learningRate, "in [0, 1)");
    Require.that(warmup >= 0, "warmup", warmup, "0 or more");
  }

  /** From the base, gamma 1, lambda 0.95, clip 0.2, the policy's rate, no warm-up, whitened. */
  public static CriticPlan defaults() {
    return new CriticPlan(Start.BASE, 1, 0.95, 0.2, 0, 0, true);
  }

  /** From something else. */
  public CriticPlan start(Start other) {
    return new CriticPlan(other, gamma, lambda, clip, learningRate, warmup, whiten);
  }

  /** With iterations in which only the critic learns. */
  public CriticPlan warmup(int iterations) {
    return new CriticPlan(start, gamma, lambda, clip, learningRate, iterations, whiten);
  }

  /** With a peak of its own. */
  public CriticPlan learningRate(double rate) {
    return new CriticPlan(start, gamma, lambda, clip, rate, warmup, whiten);
  }
}
