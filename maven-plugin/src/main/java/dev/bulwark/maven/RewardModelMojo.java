package dev.bulwark.maven;

import dev.bulwark.cli.Job;
import dev.bulwark.data.BadInput;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
public class RewardModelMojo extends TensorGoal {
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
   * The folder of the chat model that it starts from.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.baseModel", required = true)
  private File model;

  /**
   * The pairs to learn from: JSON Lines, CSV, TSV or Parquet.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.data", required = true)
  private File data;

  /**
   * Pairs of the other kind, of which a part is learned from, too: see the setting {@code use.mix}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.beside")
  private @Nullable File beside;

  /**
   * The folder for the results; the model goes into its folder {@code reward-model-safety} or
   * {@code reward-model-helpfulness}, a page on it beside.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.output",
      defaultValue = "${project.build.directory}/bulwark",
      required = true)
  private File output;

  /**
   * Decides the order of the data and everything random: the same seed gives the same model.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.seed", defaultValue = "17")
  private long seed;

  @Override
  void run() {
    Path base = existing(model, "model", "Name the folder of the chat model");
    Path pairs = existing(data, "data", "Name a file of pairs of answers");
    List<Path> others =
        beside == null
            ? List.of()
            : List.of(existing(beside, "beside", "Name a file of pairs of answers"));
    Map<String, String> facts =
        fork(
            "reward-model-" + kind,
            new Job.TrainReward(kind(), base, pairs, others, output.toPath(), seed, overlay()));
    info("Reward model: " + facts.get("model"));
    info("Report: " + facts.get("report"));
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

  @Override
  String ownSwitch() {
    return "bulwark.rewardModel.skip";
  }
}
