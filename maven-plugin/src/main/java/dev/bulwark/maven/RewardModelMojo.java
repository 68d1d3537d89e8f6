package dev.bulwark.maven;

import dev.bulwark.cli.Job;
import dev.bulwark.data.BadInput;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Trains a reward model on pairs of answers, for safety or for helpfulness. Bound to no phase:
 * training is worth a decision.
 *
 * <pre>{@code
 * <configuration>
 *   <kind>safety</kind>
 *   <model>${project.build.directory}/bulwark/safety-sft</model>
 *   <data>${project.basedir}/src/main/safety/preferences-safety.jsonl</data>
 *   <settings>
 *     <ranking><margin>small</margin></ranking>
 *   </settings>
 * </configuration>
 * }</pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "reward-model", threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class RewardModelMojo extends TuningGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.rewardModel.skip", defaultValue = "false")
  private boolean skipRewardModel;

  /**
   * What the model is to tell apart: {@code safety} or {@code helpfulness}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.kind", defaultValue = "safety")
  private String kind;

  /**
   * Pairs of the other kind, of which a part is learned from, too: see the setting {@code use.mix}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.beside")
  private @Nullable File beside;

  @Override
  void run() {
    String pairs = "pairs of answers";
    trained(
        "Reward model",
        fork(
            "reward-model-" + kind,
            new Job.TrainReward(
                kind(),
                model("chat model"),
                data(pairs),
                more(beside, "beside", pairs),
                output(),
                seed(),
                overlay())));
  }

  private Job.RewardKind kind() {
    return switch (kind) {
      case "safety" -> Job.RewardKind.SAFETY;
      case "helpfulness" -> Job.RewardKind.HELPFULNESS;
      default ->
          throw new BadInput(
              "The kind is '" + kind + "'", "<kind> in the pom", "Write safety or helpfulness");
    };
  }

  @Override
  boolean skippedAlone() {
    return skipRewardModel;
  }
}
