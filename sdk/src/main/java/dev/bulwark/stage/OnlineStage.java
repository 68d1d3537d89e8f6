package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompts;
import dev.bulwark.train.PolicyMethod;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A stage that learns from what the model itself answers: prompts, a reward for the answers, and
 * settings.
 *
 * @param <S> the settings
 * @param <T> the stage itself, another one of which each change gives
 */
abstract sealed class OnlineStage<S extends Record, T extends OnlineStage<S, T>> implements Stage
    permits PPO, GRPO {
  private final List<Prompts> prompts;
  private final RewardSource reward;
  private final S settings;

  OnlineStage(List<Prompts> prompts, RewardSource reward, S settings) {
    this.prompts = List.copyOf(prompts);
    this.reward = reward;
    this.settings = settings;
  }

  static List<Prompts> all(Prompts first, Prompts... others) {
    return Stream.concat(Stream.of(first), Stream.of(others)).toList();
  }

  /** Another one of the same kind. */
  abstract T of(List<Prompts> files, RewardSource source, S chosen);

  /** What it has in common with other ways of learning. */
  abstract PolicyStage.Plan plan(S chosen);

  /** How the policy learns. */
  abstract PolicyMethod method(S chosen);

  /** With another reward. */
  public final T reward(RewardSource other) {
    return of(prompts, other, settings);
  }

  /** With another reward, which whoever made it closes. */
  public final T reward(Reward other) {
    return reward(RewardSource.of(other));
  }

  /** With changed settings. */
  public final T with(UnaryOperator<S> change) {
    return of(prompts, reward, change.apply(settings));
  }

  /**
   * With settings from a file, a pom or a job, laid over the present ones.
   *
   * @param where what to call the tree's place in an error
   * @throws BadInput for an unknown name or a value out of range
   */
  public final T settings(JsonNode tree, String where) {
    return settings(new SettingsSection(tree, where, ""));
  }

  /**
   * With settings that somebody wrote, laid over the present ones, such as {@code
   * SettingsFile.in(path).section("ppo")}.
   *
   * @throws BadInput for an unknown name or a value out of range
   */
  public final T settings(SettingsSection given) {
    return of(prompts, reward, Settings.overlay(settings, given));
  }

  @Override
  public final Set<String> needs() {
    return reward.needs();
  }

  @Override
  public final Prepared prepare(ModelFolder model) {
    return new PolicyStage(name(), prompts, reward, plan(settings), method(settings), settings)
        .prepare(model);
  }
}
