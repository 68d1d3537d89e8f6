package dev.bulwark.maven;

import dev.bulwark.cli.Job;
import java.io.File;
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
public class SafetySftMojo extends TuningGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.safetySft.skip", defaultValue = "false")
  private boolean skipSafetySft;

  /**
   * Other conversations to learn from beside them, so that the model stays helpful. The setting
   * {@code data.safetyShare} leaves them whole.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.helpful")
  private @Nullable File helpful;

  @Override
  void run() {
    String conversations = "conversations";
    trained(
        "Tuned model",
        fork(
            "safety-sft",
            new Job.Tune(
                model("base model"),
                data(conversations),
                more(helpful, "helpful", conversations),
                output(),
                seed(),
                overlay())));
  }

  @Override
  boolean skippedAlone() {
    return skipSafetySft;
  }
}
