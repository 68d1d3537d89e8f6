package dev.bulwark.stage;

import dev.bulwark.train.Drawing;
import dev.bulwark.train.GroupAdvantages;
import dev.bulwark.train.KlPenalty;
import dev.bulwark.train.PolicyPlan;
import dev.bulwark.train.PpoLoss;
import dev.bulwark.train.ScoreShape;
import dev.bulwark.train.TokenMean;
import java.util.function.UnaryOperator;

/**
 * Settings of {@link GRPO}.
 *
 * @param prompts which prompts are answered
 * @param policy how the policy is trained
 * @param reward what its answers earn; the penalty is in the loss and always {@code K3}
 * @param clip how far a ratio of probabilities may move
 * @param group how answers to one prompt are set against each other
 * @param lora the adapters of the policy; all else is the base that it shares with the reference
 * @param machine how the run uses the machine
 */
public record GrpoSettings(
    PromptMix prompts,
    PolicyPlan policy,
    Rewarding reward,
    PpoLoss clip,
    Group group,
    Lora lora,
    Machine machine) {

  /** Checks that there are adapters and groups. */
  public GrpoSettings {
    PpoSettings.requireAdapters(lora);
    if (policy.drawing().answers() < 2) {
      throw new IllegalArgumentException(
          "answers is %d, but must be at least 2: each is set against the others"
              .formatted(policy.drawing().answers()));
    }
  }

  /**
   * How answers to one prompt are set against each other.
   *
   * @param advantages by which scale
   * @param mean whether a mean over choices counts answers or choices alike
   */
  public record Group(GroupAdvantages advantages, TokenMean mean) {}

  /**
   * Eight answers to each of 8 prompts, beta 0.04 and means over answers, as GRPO was published.
   */
  public static GrpoSettings defaults() {
    return new GrpoSettings(
        PromptMix.defaults(),
        PpoSettings.plan(new Drawing(8, 8, 128)),
        new Rewarding(ScoreShape.plain(), KlPenalty.paper().beta(0.04), RewardUse.defaults()),
        new PpoLoss(0.2, 0.2),
        new Group(GroupAdvantages.GROUP, TokenMean.OVER_SEQUENCES),
        Lora.rank(16),
        Machine.defaults());
  }

  /** With adversarial prompts among the prompts, or without. */
  public GrpoSettings adversarialPrompts(boolean among) {
    return prompts(prompts.adversarial(among));
  }

  /** With other prompts. */
  public GrpoSettings prompts(PromptMix other) {
    return new GrpoSettings(other, policy, reward, clip, group, lora, machine);
  }

  /** With that many iterations, from 1. */
  public GrpoSettings iterations(int iterations) {
    return policy(p -> p.iterations(iterations));
  }

  /** With a peak learning rate, in (0, 1). */
  public GrpoSettings learningRate(double rate) {
    return policy(p -> p.optimisation(p.optimisation().learningRate(rate)));
  }

  /** With another training of the policy. */
  public GrpoSettings policy(UnaryOperator<PolicyPlan> change) {
    return new GrpoSettings(prompts, change.apply(policy), reward, clip, group, lora, machine);
  }

  /** With other rewards. */
  public GrpoSettings reward(UnaryOperator<Rewarding> change) {
    return new GrpoSettings(prompts, policy, change.apply(reward), clip, group, lora, machine);
  }

  /** With other groups. */
  public GrpoSettings group(Group other) {
    return new GrpoSettings(prompts, policy, reward, clip, other, lora, machine);
  }

  /** With other adapters. */
  public GrpoSettings lora(Lora other) {
    return new GrpoSettings(prompts, policy, reward, clip, group, other, machine);
  }

  /** With another use of the machine. */
  public GrpoSettings machine(UnaryOperator<Machine> change) {
    return new GrpoSettings(prompts, policy, reward, clip, group, lora, change.apply(machine));
  }
}
