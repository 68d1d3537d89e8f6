package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * How a policy is trained, whatever the method.
 *
 * @param iterations rounds of drawing and learning, from 1; the paper's 200 to 400
 * @param drawing what an iteration draws
 * @param optimisation how weights change; its batch is a mini-batch of answers (the paper's 64),
 *     its epochs are passes over the answers of an iteration (the paper's 1)
 * @param entropy weight of the mean entropy of choices, which is kept up, in [0, 1000000); the
 *     paper has none
 * @param guard bounds of a healthy policy
 * @param looks when answers to held-out prompts are scored
 */
public record PolicyPlan(
    int iterations,
    Drawing drawing,
    Optimisation optimisation,
    double entropy,
    PolicyGuard guard,
    Looks looks) {

  /** Checks the ranges. */
  public PolicyPlan {
    Require.that(iterations >= 1, "iterations", iterations, "at least 1");
    Require.that(entropy >= 0 && entropy < 1e6, "entropy", entropy, "in [0, 1000000)");
  }

  /** With that many iterations, from 1. */
  public PolicyPlan iterations(int other) {
    return new PolicyPlan(other, drawing, optimisation, entropy, guard, looks);
  }

  /** With another drawing. */
  public PolicyPlan drawing(Drawing other) {
    return new PolicyPlan(iterations, other, optimisation, entropy, guard, looks);
  }

  /** With another optimisation. */
  public PolicyPlan optimisation(Optimisation other) {
    return new PolicyPlan(iterations, drawing, other, entropy, guard, looks);
  }

  /** With another weight of the entropy, in [0, 1000000). */
  public PolicyPlan entropy(double other) {
    return new PolicyPlan(iterations, drawing, optimisation, other, guard, looks);
  }

  /** With other bounds. */
  public PolicyPlan guard(PolicyGuard other) {
    return new PolicyPlan(iterations, drawing, optimisation, entropy, other, looks);
  }

  /** With other looks at held-out prompts. */
  public PolicyPlan looks(Looks other) {
    return new PolicyPlan(iterations, drawing, optimisation, entropy, guard, other);
  }

  /**
   * Looks at held-out prompts: the policy ends as it was when its answers to them were best.
   *
   * @param every iterations between two looks, from 1
   * @param patience looks in a row without a gain after which training stops; 0 for never
   * @param lessKl whether the penalty for leaving the reference is taken off the scores first
   */
  public record Looks(int every, int patience, boolean lessKl) {

    /** Checks the ranges. */
    public Looks {
      Require.that(every >= 1, "every", every, "at least 1");
      Require.that(patience >= 0, "patience", patience, "0 or more");
    }

    /** Every ten iterations, scores as they are, never stopping. */
    public static Looks defaults() {
      return new Looks(10, 0, false);
    }
  }
}
