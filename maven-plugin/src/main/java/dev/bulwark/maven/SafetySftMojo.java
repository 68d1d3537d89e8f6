package dev.bulwark.maven;

import dev.bulwark.cli.Job;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Tunes a chat model on conversations that show safe and still helpful answers (supervised safety
 * fine-tuning). Bound to no phase: training is worth a decision.
 *
 * <pre>{@code
 * <configuration>
 *   <model>${project.basedir}/models/base</model>
 *   <data>${project.basedir}/src/main/safety/sft.jsonl</data>
 *   <settings>
 *     <epochs>2</epochs>
 *   </settings>
 * </configuration>
 * }</pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "safety-sft", threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class SafetySftMojo extends TensorGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.safetySft.skip", defaultValue = "false")
  private boolean skipSafetySft;

  /**
   * The folder of the base model: a Hugging Face folder of the Llama shape with {@code
   * config.json}, safetensors and a tokenizer. Its property is not {@code bulwark.model}, which
   * names the model that {@code evaluate} judges.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.baseModel", required = true)
  private File model;

  /**
   * The safety demonstrations to learn from: JSON Lines, CSV, TSV or Parquet.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.data", required = true)
  private File data;

  /**
   * Other conversations to learn from beside them, so that the model stays helpful. The setting
   * {@code data.safetyShare} leaves them whole.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.helpful")
  private @Nullable File helpful;

  /**
   * The folder for the results; the tuned model goes into its folder {@code safety-sft}.
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
    Path base = existing(model, "model", "Name the folder of the base model");
    Path conversations = existing(data, "data", "Name a file of conversations");
    List<Path> others =
        helpful == null
            ? List.of()
            : List.of(existing(helpful, "helpful", "Name a file of conversations"));
    Map<String, String> facts =
        fork(
            "safety-sft",
            new Job.Tune(base, conversations, others, output.toPath(), seed, overlay()));
    info("Tuned model: " + facts.get("model"));
  }

  @Override
  boolean skippedAlone() {
    return skipSafetySft;
  }

  @Override
  String ownSwitch() {
    return "bulwark.safetySft.skip";
  }
}
