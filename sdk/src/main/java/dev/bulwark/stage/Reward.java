package dev.bulwark.stage;

import dev.bulwark.evaluate.Judge;
import dev.bulwark.train.PiecewiseReward;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What answers are worth: what rejection sampling chooses by and PPO climbs. Reward models are one
 * kind; a rule, a judge or a model elsewhere is these two methods.
 *
 * <p>The same answer must get the same score as long as the hash is the same. Whoever can't score
 * an answer throws: no score is ever made up. One thread asks at a time.
 */
public interface Reward extends AutoCloseable {
  /**
   * The scores of answers, {@code [answers]}, in the order given; finite, higher is better.
   *
   * @throws dev.bulwark.data.BadInput where an answer can't be scored
   */
  double[] scores(List<Scored> answers);

  /** Names what decides about the scores; scores with different hashes are not comparable. */
  String hash();

  /** Frees what the scores need. */
  @Override
  default void close() {}

  /**
   * One reward model: its score in deviations from the mean of the reference policy's answers.
   *
   * @param scorer closed with the reward
   * @throws dev.bulwark.data.BadInput for a model without a calibration, unless it was opened as
   *     one that needs none: its raw scores count then
   */
  static Reward of(RewardScorer scorer) {
    return new ModelReward(scorer, scorer.standard());
  }

  /**
   * The paper's reward (§3.2.3): the safety model's where the prompt is tagged or the answer's
   * probability of being safe is below the threshold, else the helpfulness model's.
   *
   * <p>The safety score is the logit of that probability, which the paper's raw score is too. The
   * helpfulness score stands in deviations from the mean of the reference policy's answers: its own
   * zero means nothing.
   *
   * @param safety closed with the reward
   * @param helpfulness closed with the reward
   * @throws dev.bulwark.data.BadInput for a safety model without a calibrated probability and for a
   *     helpfulness model without a calibration, unless they were opened as such that need none:
   *     raw scores count then, as in the paper
   */
  static Reward piecewise(
      RewardScorer safety, RewardScorer helpfulness, PiecewiseReward combination) {
    return new TwoModelReward(
        new ModelReward(safety, safety.probability()::logit),
        new ModelReward(helpfulness, helpfulness.standard()),
        combination);
  }

  /**
   * Any function, such as a rule or a model elsewhere.
   *
   * @param id its name and version; another function must have another one
   * @param rule gives finite numbers
   */
  static Reward of(String id, ToDoubleFunction<Scored> rule) {
    return new RuleReward(id, rule);
  }

  /**
   * A judge of the evaluation. A tagged prompt is judged as a harmful one and counts its safety, or
   * 0 for a violation and 1 for none; another as a helpful one and counts its helpfulness, or 0 for
   * a refusal and 1 for none. What the judge can't judge is an error.
   */
  static Reward by(Judge judge) {
    return new JudgeReward(judge);
  }
}
