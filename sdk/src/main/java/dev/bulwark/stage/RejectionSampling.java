package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Rejection sampling (paper §3.2.3): the model answers each prompt several times, a reward scores
 * the answers, and the model learns the best as in {@link SafetySFT}.
 *
 * <p>All answers stay in a pool on disk, from which the best of earlier rounds compete with the
 * present ones. A run that is killed goes on with the first prompt that lacks its answers, or with
 * its last training checkpoint. The result is a model folder; {@code samples} in it holds what was
 * learned and a {@link SamplingReport}.
 */
public final class RejectionSampling implements Stage {
  private final List<Prompts> prompts;
  private final RewardSource reward;
  private final Optional<Path> pool;
  private final RejectionSamplingSettings settings;

  private RejectionSampling(
      List<Prompts> prompts,
      RewardSource reward,
      Optional<Path> pool,
      RejectionSamplingSettings settings) {
    this.prompts = List.copyOf(prompts);
    this.reward = reward;
    this.pool = pool;
    this.settings = settings;
  }

  /**
   * Sampling of answers to prompts, scored by the reward models that the chain trained last. For
   * the kind {@code harmful} safety alone decides.
   */
  public static RejectionSampling on(Prompts first, Prompts... others) {
    return new RejectionSampling(
        Stream.concat(Stream.of(first), Stream.of(others)).toList(),
        RewardSource.trained(),
        Optional.empty(),
        RejectionSamplingSettings.defaults());
  }

  /** With another reward. */
  public RejectionSampling reward(RewardSource other) {
    return new RejectionSampling(prompts, other, pool, settings);
  }

  /** With another reward, which whoever made it closes. */
  public RejectionSampling reward(Reward other) {
    return reward(RewardSource.of(other));
  }

  /** With another pool than {@code rejection-sampling.jsonl} beside the result. */
  public RejectionSampling pool(Path file) {
    return new RejectionSampling(prompts, reward, Optional.of(file), settings);
  }

  /** With changed settings. */
  public RejectionSampling with(UnaryOperator<RejectionSamplingSettings> change) {
    return new RejectionSampling(prompts, reward, pool, change.apply(settings));
  }

  /**
   * With settings from a file, a pom or a job, laid over the present ones.
   *
   * @param where what to call the tree's place in an error
   * @throws BadInput for an unknown name or a value out of range
   */
  public RejectionSampling settings(JsonNode tree, String where) {
    return settings(new SettingsSection(tree, where, ""));
  }

  /**
   * With settings that somebody wrote, laid over the present ones: {@code
   * SettingsFile.in(path).section("rejection-sampling")}.
   *
   * @throws BadInput for an unknown name or a value out of range
   */
  public RejectionSampling settings(SettingsSection given) {
    return new RejectionSampling(prompts, reward, pool, Settings.overlay(settings, given));
  }

  @Override
  public String name() {
    return "rejection-sampling";
  }

  @Override
  public Set<String> needs() {
    return reward.needs();
  }

  @Override
  public Prepared prepare(ModelFolder model) {
    reward.check(settings.choosing().reward());
    PromptReading read = PromptReading.of(model, prompts, settings.drawing().longest());
    return run -> {
      Path file = pool.orElseGet(() -> run.output().resolveSibling(name() + ".jsonl"));
      RewardSource.Found found = reward.find(run, settings.choosing().reward());
      new RejectionWork(run, name(), settings, read, found).into(file);
      return ModelFolder.open(run.output());
    };
  }
}
