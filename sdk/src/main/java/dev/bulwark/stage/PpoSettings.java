package dev.bulwark.stage;

import dev.bulwark.train.Adam;
import dev.bulwark.train.CriticPlan;
import dev.bulwark.train.Drawing;
import dev.bulwark.train.KlPenalty;
import dev.bulwark.train.Memory;
import dev.bulwark.train.Optimisation;
import dev.bulwark.train.PolicyGuard;
import dev.bulwark.train.PolicyPlan;
import dev.bulwark.train.PpoLoss;
import dev.bulwark.train.ScheduleShape;
import dev.bulwark.train.ScoreShape;
import java.util.function.UnaryOperator;

/**
 * Settings of {@link PPO}.
 *
 * @param prompts which prompts are answered
 * @param policy how the policy is trained
 * @param reward what its answers earn
 * @param clip how far a ratio of probabilities may move; the paper's 0.2 either way
 * @param critic how the critic learns
 * @param lora the adapters of policy and critic; all else is the base that they share
 * @param machine how the run uses the machine
 */
public record PpoSettings(
    PromptMix prompts,
    PolicyPlan policy,
    Rewarding reward,
    PpoLoss clip,
    CriticPlan critic,
    Lora lora,
    Machine machine) {

  /** Checks that there are adapters. */
  public PpoSettings {
    requireAdapters(lora);
  }

  /**
   * The paper's (§3.2.3: AdamW 0.9, 0.95, 1e-5; decay 0.1; clip 1; one pass; ratio clip 0.2; beta
   * 0.01; 200 iterations), its batch of 512 and mini-batch of 64 scaled to 64 and 16, and a
   * learning rate for adapters of small models.
   */
  public static PpoSettings defaults() {
    return new PpoSettings(
        PromptMix.defaults(),
        plan(new Drawing(64, 1, 128)),
        new Rewarding(ScoreShape.whitened(), KlPenalty.paper(), RewardUse.defaults()),
        new PpoLoss(0.2, 0.2),
        CriticPlan.defaults(),
        Lora.rank(16),
        Machine.defaults());
  }

  static PolicyPlan plan(Drawing drawing) {
    return new PolicyPlan(
        200,
        drawing,
        new Optimisation(1e-4, ScheduleShape.constant(), Adam.paper(), 1, 16, 1, Memory.auto()),
        0,
        PolicyGuard.defaults(),
        PolicyPlan.Looks.defaults());
  }

  static void requireAdapters(Lora lora) {
    if (lora.rank() < 1) {
      throw new IllegalArgumentException(
          "rank is 0, but must be at least 1: policy and reference share their base");
    }
  }

  /** With adversarial prompts among the prompts, or without. */
  public PpoSettings adversarialPrompts(boolean among) {
    return prompts(prompts.adversarial(among));
  }

  /** With other prompts. */
  public PpoSettings prompts(PromptMix other) {
    return new PpoSettings(other, policy, reward, clip, critic, lora, machine);
  }

  /** With another coefficient of the penalty for leaving the starting model, in [0, 1000000). */
  public PpoSettings kl(double beta) {
    return reward(r -> r.penalty(r.penalty().beta(beta)));
  }

  /** With that many iterations, from 1. */
  public PpoSettings iterations(int iterations) {
    return policy(p -> p.iterations(iterations));
  }

  /** With a peak learning rate, in (0, 1). */
  public PpoSettings learningRate(double rate) {
    return policy(p -> p.optimisation(p.optimisation().learningRate(rate)));
  }

  /** With another training of the policy. */
  public PpoSettings policy(UnaryOperator<PolicyPlan> change) {
    return new PpoSettings(prompts, change.apply(policy), reward, clip, critic, lora, machine);
  }

  /** With other rewards. */
  public PpoSettings reward(UnaryOperator<Rewarding> change) {
    return new PpoSettings(prompts, policy, change.apply(reward), clip, critic, lora, machine);
  }

  /** With another critic. */
  public PpoSettings critic(UnaryOperator<CriticPlan> change) {
    return new PpoSettings(prompts, policy, reward, clip, change.apply(critic), lora, machine);
  }

  /** With other adapters. */
  public PpoSettings lora(Lora other) {
    return new PpoSettings(prompts, policy, reward, clip, critic, other, machine);
  }

  /** With another use of the machine. */
  public PpoSettings machine(UnaryOperator<Machine> change) {
    return new PpoSettings(prompts, policy, reward, clip, critic, lora, change.apply(machine));
  }
}
