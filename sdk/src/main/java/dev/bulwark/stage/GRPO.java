package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompts;
import dev.bulwark.train.GrpoMethod;
import dev.bulwark.train.PolicyMethod;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Group-relative policy optimisation (Shao et al., 2024): {@link PPO} without a critic. The model
 * answers each prompt several times, and learns from how each answer compares with the others.
 */
public final class GRPO implements Stage {
  private final List<Prompts> prompts;
  private final RewardSource reward;
  private final GrpoSettings settings;

  private GRPO(List<Prompts> prompts, RewardSource reward, GrpoSettings settings) {
    this.prompts = List.copyOf(prompts);
    this.reward = reward;
    this.settings = settings;
  }

  /**
   * Training on answers to prompts, scored by the reward models that the chain trained last. For
   * the kind {@code harmful} safety alone decides.
   */
  public static GRPO on(Prompts first, Prompts... others) {
    return new GRPO(
        Stream.concat(Stream.of(first), Stream.of(others)).toList(),
        RewardSource.trained(),
        GrpoSettings.defaults());
  }

  /** With another reward. */
  public GRPO reward(RewardSource other) {
    return new GRPO(prompts, other, settings);
  }

  /** With another reward, which whoever made it closes. */
  public GRPO reward(Reward other) {
    return reward(RewardSource.of(other));
  }

  /** With adversarial prompts among the prompts, or without (paper §4.2.3). */
  public GRPO adversarialPrompts(boolean among) {
    return with(settings -> settings.adversarialPrompts(among));
  }

  /** With changed settings. */
  public GRPO with(UnaryOperator<GrpoSettings> change) {
    return new GRPO(prompts, reward, change.apply(settings));
  }

  /**
   * With settings from a file, a pom or a job, laid over the present ones.
   *
   * @param where what to call the tree's place in an error
   * @throws BadInput for an unknown name or a value out of range
   */
  public GRPO settings(JsonNode tree, String where) {
    return settings(new SettingsSection(tree, where, ""));
  }

  /**
   * With settings that somebody wrote, laid over the present ones: {@code
   * SettingsFile.in(path).section("grpo")}.
   *
   * @throws BadInput for an unknown name or a value out of range
   */
  public GRPO settings(SettingsSection given) {
    return new GRPO(prompts, reward, Settings.overlay(settings, given));
  }

  @Override
  public String name() {
    return "grpo";
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
    return new GrpoMethod(
        settings.reward().scores(),
        settings.reward().penalty(),
        settings.clip(),
        settings.group().advantages(),
        settings.group().mean());
  }
}
