package dev.bulwark.stage;

import dev.bulwark.data.Prompts;
import dev.bulwark.train.PolicyMethod;
import dev.bulwark.train.PpoMethod;
import java.util.List;

/**
 * Proximal policy optimisation (paper §3.2.3): the model answers prompts, a reward says what the
 * answers are worth, and the model learns from that, held near where it started.
 *
 * <p>Policy, reference and critic are adapters on one base. The result is a model folder, the
 * adapter merged, with {@code stage.json} and {@code metrics.jsonl} in it.
 */
public final class PPO extends OnlineStage<PpoSettings, PPO> {
  private PPO(List<Prompts> prompts, RewardSource reward, PpoSettings settings) {
    super(prompts, reward, settings);
  }

  /**
   * Training on answers to prompts, scored by the reward models that the chain trained last. For
   * the kind {@code harmful} safety alone decides.
   */
  public static PPO on(Prompts first, Prompts... others) {
    return new PPO(all(first, others), RewardSource.trained(), PpoSettings.defaults());
  }

  /** With adversarial prompts among the prompts, or without (paper §4.2.3). */
  public PPO adversarialPrompts(boolean among) {
    return with(settings -> settings.adversarialPrompts(among));
  }

  @Override
  public String name() {
    return "ppo";
  }

  @Override
  PPO of(List<Prompts> files, RewardSource source, PpoSettings chosen) {
    return new PPO(files, source, chosen);
  }

  @Override
  PolicyStage.Plan plan(PpoSettings chosen) {
    return new PolicyStage.Plan(
        chosen.prompts(), chosen.policy(), chosen.reward().use(), chosen.lora(), chosen.machine());
  }

  @Override
  PolicyMethod method(PpoSettings chosen) {
    return new PpoMethod(
        chosen.reward().scores(), chosen.reward().penalty(), chosen.clip(), chosen.critic());
  }
}
