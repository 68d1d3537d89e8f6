package dev.bulwark.train;

import java.util.Arrays;
import java.util.Optional;

/**
 * GRPO (Shao et al., 2024): several answers to each prompt, each against its group, no critic; the
 * distance from the reference is in the loss.
 *
 * @param scores what becomes of raw scores
 * @param penalty weight of the distance, which is always {@code K3} here
 * @param policy the clipped loss
 * @param advantages how answers are set against their group
 * @param mean what a mean over choices is
 */
public record GrpoMethod(
    ScoreShape scores,
    KlPenalty penalty,
    PpoLoss policy,
    GroupAdvantages advantages,
    TokenMean mean)
    implements PolicyMethod {
  private static final double EPSILON = 1e-4;

  @Override
  public Credit credit(Experience experience, double[] raw, int group, double beta) {
    double[] shaped = scores.of(raw, experience.answers());
    int[] groups = new int[shaped.length / group];
    Arrays.fill(groups, group);
    double[] found = Experience.joined(advantages.of(Experience.split(shaped, groups), EPSILON));
    int[] lengths = experience.lengths();
    double[][] each = new double[lengths.length][];
    for (int i = 0; i < each.length; i++) {
      each[i] = new double[lengths[i]];
      Arrays.fill(each[i], found[i]);
    }
    return new Credit(each, new double[0][], Arrays.stream(shaped).average().orElse(0));
  }

  @Override
  public PpoLoss.Policy loss(Choices choices, double[] current, double beta) {
    return new GrpoLoss(policy, beta)
        .of(current, choices.old(), choices.reference(), choices.advantages(), choices.shares());
  }

  @Override
  public Optional<CriticPlan> critic() {
    return Optional.empty();
  }
}
