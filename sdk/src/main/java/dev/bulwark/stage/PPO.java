package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompts;
import dev.bulwark.train.PolicyMethod;
import dev.bulwark.train.PpoMethod;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Proximal policy optimisation (paper §3.2.3): the model answers prompts, a reward says what the
 * answers are worth, and the model learns from that, held near where it started.
 *
 * <p>Policy, reference and critic are adapters on one base. The result is a model folder, the
 * adapter merged, with {@code stage.json} and {@code metrics.jsonl} in it.
 */
public final class PPO implements Stage {
  private final List<Prompts> prompts;
  private final RewardSource reward;
  private final PpoSettings settings;

  private PPO(List<Prompts> prompts, RewardSource reward, PpoSettings settings) {
    this.prompts = List.copyOf(prompts);
    this.reward = reward;
    this.settings = settings;
  }

  /**
   * Training on answers to prompts, scored by the reward models that the chain trained last. For
   * the kind {@code harmful} safety alone decides.
   */
  public static PPO on(Prompts first, Prompts... others) {
    return new PPO(
        Stream.concat(Stream.of(first), Stream.of(others)).toList(),
        RewardSource.trained(),
        PpoSettings.defaults());
  }

  /** With another reward. */
  public PPO reward(RewardSource other) {
    return new PPO(prompts, other, settings);
  }

  /** With another reward, which whoever made it closes. */
  public PPO reward(Reward other) {
    return reward(RewardSource.of(other));
  }

  /** With adversarial prompts among the prompts, or without (paper §4.2.3). */
  public PPO adversarialPrompts(boolean among) {
    return with(settings -> settings.adversarialPrompts(among));
  }

  /** With changed settings. */
  public PPO with(UnaryOperator<PpoSettings> change) {
    return new PPO(prompts, reward, change.apply(settings));
  }

  /**
   * With settings from a file, a pom or a job, laid over the present ones.
   *
   * @param where what to call the tree's place in an error
   * @throws BadInput for an unknown name or a value out of range
   */
  public PPO settings(JsonNode tree, String where) {
    return settings(new SettingsSection(tree, where, ""));
  }

  /**
   * With settings that somebody wrote, laid over the present ones: {@code
   * SettingsFile.in(path).section("ppo")}.
   *
   * @throws BadInput for an unknown name or a value out of range
   */
  public PPO settings(SettingsSection given) {
    return new PPO(prompts, reward, Settings.overlay(settings, given));
  }

  @Override
  public String name() {
    return "ppo";
  }

  @Override
  public Set<String> needs() {
    return reward.needs();
  }

  @Override
  public Prepared prepare(ModelFolder model) {
    PolicyStage.Plan plan =
        new PolicyStage.Plan(
            settings.prompts(),
            settings.policy(),
            settings.reward().use(),
            settings.lora(),
            settings.machine());
    return new PolicyStage(name(), prompts, reward, plan, method(), settings).prepare(model);
  }

  private PolicyMethod method() {
    return new PpoMethod(
        settings.reward().scores(),
        settings.reward().penalty(),
        settings.clip(),
        settings.critic());
  }
}
