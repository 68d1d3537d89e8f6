package dev.bulwark.stage;

import dev.bulwark.model.Compute;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a stage gets its reward from; naming one loads nothing.
 *
 * <p>It is checked before anything trains, and found when the stage's turn has come: the reward
 * models of a chain exist only then.
 */
public interface RewardSource {
  /** Names of the stages that must stand earlier in the chain. */
  default Set<String> needs() {
    return Set.of();
  }

  /**
   * Checks what can be known before anything runs.
   *
   * @throws dev.bulwark.data.BadInput for a folder that holds no usable reward model
   */
  default void check(RewardUse use) {}

  /** Finds the reward; loads nothing. */
  Found find(StageRun run, RewardUse use);

  /** A reward that was found. */
  interface Found {
    /** The reward's hash; see {@link Reward#hash}. */
    String hash();

    /** Loads it; the caller closes it. */
    Reward open(Compute compute);
  }

  /** The safety and the helpfulness model that the chain trained last. */
  static RewardSource trained() {
    return new RewardModels(
        List.of(
            RewardModels.Member.of("reward-model-safety"),
            RewardModels.Member.of("reward-model-helpfulness")));
  }

  /** The safety model that the chain trained last, alone. */
  static RewardSource trainedSafety() {
    return new RewardModels(List.of(RewardModels.Member.of("reward-model-safety")));
  }

  /** The helpfulness model that the chain trained last, alone. */
  static RewardSource trainedHelpfulness() {
    return new RewardModels(List.of(RewardModels.Member.of("reward-model-helpfulness")));
  }

  /** The paper's combination of two reward models in folders. */
  static RewardSource models(Path safety, Path helpfulness) {
    return new RewardModels(
        List.of(RewardModels.Member.in(safety), RewardModels.Member.in(helpfulness)));
  }

  /** One reward model in a folder. */
  static RewardSource model(Path folder) {
    return new RewardModels(List.of(RewardModels.Member.in(folder)));
  }

  /** The models in these folders where any is named, else those that the chain trained last. */
  static RewardSource of(Optional<Path> safety, Optional<Path> helpfulness) {
    if (safety.isPresent() && helpfulness.isPresent()) {
      return models(safety.get(), helpfulness.get());
    }
    return safety.or(() -> helpfulness).map(RewardSource::model).orElseGet(RewardSource::trained);
  }

  /** Any other reward; whoever made it closes it. */
  static RewardSource of(Reward reward) {
    return (run, use) -> new GivenReward(reward);
  }
}
