package dev.bulwark.stage;

import java.util.function.DoubleFunction;

/** Holds scores to what every {@link Reward} promises: one NaN would hide in means and choices. */
final class FiniteScores {
  private FiniteScores() {}

  /**
   * The scores as they are.
   *
   * @param error what to throw for the first that is NaN or infinite
   */
  static double[] of(double[] scores, DoubleFunction<? extends RuntimeException> error) {
    for (double score : scores) {
      if (!Double.isFinite(score)) {
        throw error.apply(score);
      }
    }
    return scores;
  }
}
