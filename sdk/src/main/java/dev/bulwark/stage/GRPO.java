package dev.bulwark.stage;

import dev.bulwark.data.Prompts;
import dev.bulwark.train.GrpoMethod;
import dev.bulwark.train.PolicyMethod;
import java.util.List;

/**
 * Group-relative policy optimisation (Shao et al., 2024): {@link PPO} without a critic. The model
 * answers each prompt several times, and learns from how each answer compares with the others.
 */
public final class GRPO extends OnlineStage<GrpoSettings, GRPO> {
  private GRPO(List<Prompts> prompts, RewardSource reward, GrpoSettings settings) {
    super(prompts, reward, settings);
  }

  /**
   * Training on answers to prompts, scored by the reward models that the chain trained last. For
   * the kind {@code harmful} safety alone decides.
   */
  public static GRPO on(Prompts first, Prompts... others) {
    return new GRPO(all(first, others), RewardSource.trained(), GrpoSettings.defaults());
  }

  /** With adversarial prompts among the prompts, or without (paper §4.2.3). */
  public GRPO adversarialPrompts(boolean among) {
    return with(settings -> settings.adversarialPrompts(among));
  }

  @Override
  public String name() {
    return "grpo";
  }

  @Override
  GRPO of(List<Prompts> files, RewardSource source, GrpoSettings chosen) {
    return new GRPO(files, source, chosen);
  }

  @Override
  PolicyStage.Plan plan(GrpoSettings chosen) {
    return new PolicyStage.Plan(
        chosen.prompts(), chosen.policy(), chosen.reward().use(), chosen.lora(), chosen.machine());
  }

  @Override
  PolicyMethod method(GrpoSettings chosen) {
    return new GrpoMethod(
        chosen.reward().scores(),
        chosen.reward().penalty(),
        chosen.clip(),
        chosen.group().advantages(),
        chosen.group().mean());
  }
}
