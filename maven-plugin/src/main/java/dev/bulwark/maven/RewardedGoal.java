package dev.bulwark.maven;

import dev.bulwark.cli.AskedPrompts;
import dev.bulwark.cli.RewardFolders;
import java.io.File;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal whose answers are worth what one or two reward models say. */
abstract class RewardedGoal extends SafetyScoredGoal {
  /**
   * Further prompts, all of the kind helpful.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.helpful")
  private @Nullable File helpful;

  /**
   * The folder of the helpfulness reward model. Without it the safety model alone decides.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.helpfulnessReward")
  private @Nullable File helpfulnessReward;

  final AskedPrompts asked() {
    Path more = helpful == null ? null : existing(helpful, "helpful", "Name a file of prompts");
    return new AskedPrompts(prompts(), more);
  }

  final RewardFolders rewards() {
    Path second =
        helpfulnessReward == null
            ? null
            : existing(helpfulnessReward, "helpfulnessReward", TRAIN_IT);
    return new RewardFolders(safetyReward(), second);
  }
}
