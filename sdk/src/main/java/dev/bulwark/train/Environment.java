package dev.bulwark.train;

import java.util.List;

/**
 * What a policy learns in: the prompts it answers, and what its answers are worth.
 *
 * <p>All of it is a function of its arguments alone, so that a run that was killed meets the same.
 */
public interface Environment {
  /**
   * Token ids of an iteration's prompts.
   *
   * @param iteration from 0
   * @param count how many, from 1
   */
  List<long[]> prompts(long iteration, int count);

  /**
   * The raw scores of an iteration's answers, {@code [answers]}.
   *
   * @param count how many prompts there were
   * @param answers in the order of the prompts, all answers to one prompt together
   * @param reader reads them with other roles of the base
   */
  double[] scores(long iteration, int count, List<Rollout> answers, RolloutReader reader);

  /** Token ids of prompts that are held out; none means that nobody looks. */
  default List<long[]> heldOut() {
    return List.of();
  }

  /** The raw scores of answers to the prompts that are held out, one to each. */
  default double[] heldOutScores(List<Rollout> answers, RolloutReader reader) {
    return new double[0];
  }
}
