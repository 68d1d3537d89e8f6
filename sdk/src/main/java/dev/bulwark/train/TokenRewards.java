package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * Per-token rewards of answers: a penalty for leaving the reference at every token, and the score
 * on the last one (paper §3.2.3).
 *
 * <p>The score is clipped, and an answer that never ended loses a penalty; the sum of score and KL
 * is not clipped.
 *
 * @param beta coefficient of the KL penalty, in [0, 1000000); the paper's 0.01 for 7B and 13B,
 *     0.005 for larger models
 * @param missingEnd what an answer loses that was cut off before its end token, in [0, 1000000)
 * @param scoreClip largest absolute score, above 0; {@link Double#POSITIVE_INFINITY} clips none
 */
public record TokenRewards(double beta, double missingEnd, double scoreClip) {

  /** Checks the ranges. */
  public TokenRewards {
    Require.that(beta >= 0 && beta < 1e6, "beta", beta, "in [0, 1000000)");
    Require.that(missingEnd >= 0 && missingEnd < 1e6, "missingEnd", missingEnd, "in [0, 1000000)");
    Require.that(scoreClip > 0, "scoreClip", scoreClip, "above 0");
  }

  /** An answer's score, clipped, less the penalty where it did not end. */
  public double score(double score, boolean ended) {
    return Math.max(-scoreClip, Math.min(scoreClip, score)) - (ended ? 0 : missingEnd);
  }

  /**
   * The rewards of answers laid one after the other.
   *
   * @param kl estimate of each token, {@code [k]}, in nats
   * @param lengths tokens of each answer, {@code [sequences]}, from 1
   * @param scores of {@link #score}, {@code [sequences]}
   * @return {@code [k]}
   */
  public double[] of(double[] kl, int[] lengths, double... scores) {
    Lengths.fill(lengths, kl.length);
    Lengths.same("scores", scores.length, lengths.length);
    double[] rewards = new double[kl.length];
    for (int i = 0; i < kl.length; i++) {
      rewards[i] = -beta * kl[i];
    }
    int end = 0;
    for (int i = 0; i < lengths.length; i++) {
      Require.that(lengths[i] >= 1, "The length of an answer", lengths[i], "at least 1");
      end += lengths[i];
      rewards[end - 1] += scores[i];
    }
    return rewards;
  }
}
