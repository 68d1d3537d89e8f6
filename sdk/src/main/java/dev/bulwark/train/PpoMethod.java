package dev.bulwark.train;

import java.util.Arrays;
import java.util.Optional;

/**
 * PPO (Schulman et al., 2017; paper §3.2.3): the score of an answer on its last choice and a
 * penalty for leaving the reference on each, advantages against a critic.
 *
 * @param scores what becomes of raw scores
 * @param penalty for leaving the reference
 * @param policy the clipped loss
 * @param plan how the critic learns
 */
public record PpoMethod(ScoreShape scores, KlPenalty penalty, PpoLoss policy, CriticPlan plan)
    implements PolicyMethod {

  @Override
  public Credit credit(Experience experience, double[] raw, int group, double beta) {
    int[] lengths = experience.lengths();
    double[] kl =
        penalty
            .estimator()
            .of(Experience.joined(experience.old()), Experience.joined(experience.reference()));
    double[] shaped = scores.of(raw, experience.answers());
    double[] rewards = new TokenRewards(beta, 0, Double.MAX_VALUE).of(kl, lengths, shaped);
    Advantages found =
        Advantages.of(
            rewards, Experience.joined(experience.values()), lengths, plan.gamma(), plan.lambda());
    double[] advantages =
        plan.whiten() ? Whitening.MEAN_REMOVED_UNBIASED.of(found.advantages()) : found.advantages();
    return new Credit(
        Experience.split(advantages, lengths),
        Experience.split(found.returns(), lengths),
        Arrays.stream(rewards).sum() / lengths.length);
  }

  @Override
  public PpoLoss.Policy loss(Choices choices, double[] current, double beta) {
    return policy.of(current, choices.old(), choices.advantages(), choices.shares());
  }

  @Override
  public TokenMean mean() {
    return TokenMean.OVER_TOKENS;
  }

  @Override
  public Optional<CriticPlan> critic() {
    return Optional.of(plan);
  }
}
