package dev.bulwark.maven;

import java.io.File;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal whose model answers prompts, and whose answers a safety reward model scores. */
@SuppressWarnings("NullAway.Init")
abstract class SafetyScoredGoal extends TuningGoal {
  /** What is to be done where a reward model is missing. */
  static final String TRAIN_IT = "Train it with reward-model, or name its folder";

  /**
   * The folder of the safety reward model.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.safetyReward",
      defaultValue = "${project.build.directory}/bulwark/reward-model-safety",
      required = true)
  private File safetyReward;

  /** The folder of the safety reward model, which must be there. */
  final Path safetyReward() {
    return existing(safetyReward, "safetyReward", TRAIN_IT);
  }

  /** The file of prompts, which must be there. */
  final Path prompts() {
    return data("prompts");
  }
}
