package dev.bulwark.maven;

import dev.bulwark.cli.Tuning;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Teaches a chat model that a system instruction holds over a whole dialogue: it answers dialogues
 * with an instruction in front of everything that the user says, and learns the last answers with
 * it in front only. Bound to no phase: training is worth a decision.
 *
 * <pre>{@code
 * <configuration>
 *   <model>${project.build.directory}/bulwark/safety-sft</model>
 *   <data>${project.basedir}/src/main/safety/dialogues.jsonl</data>
 * </configuration>
 * }</pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "ghost-attention", threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class GhostAttentionMojo extends TuningGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.ghostAttention.skip", defaultValue = "false")
  private boolean skipGhostAttention;

  /**
   * Other conversations to learn from beside what is drawn, so that the model keeps what it can do.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.helpful")
  private @Nullable File helpful;

  @Override
  void run() {
    trained(
        "Tuned model",
        fork(
            "ghost-attention",
            new Tuning.Instruct(
                model("chat model"),
                data("dialogues"),
                more(helpful, "helpful", "conversations"),
                output(),
                seed(),
                overlay())));
  }

  @Override
  boolean skippedAlone() {
    return skipGhostAttention;
  }
}
