package dev.bulwark.maven;

import dev.bulwark.cli.Tuning;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Lets a chat model answer adversarial prompts with a safety pre-prompt and learn these answers
 * without it, where a reward model scores them higher. Bound to no phase: training is worth a
 * decision.
 *
 * <pre>{@code
 * <configuration>
 *   <model>${project.build.directory}/bulwark/safety-sft</model>
 *   <data>${project.basedir}/src/main/safety/prompts.jsonl</data>
 * </configuration>
 * }</pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "context-distillation", threadSafe = true)
public class ContextDistillationMojo extends SafetyScoredGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.contextDistillation.skip", defaultValue = "false")
  private boolean skipContextDistillation;

  @Override
  void run() {
    trained(
        "Tuned model",
        fork(
            "context-distillation",
            new Tuning.Distil(
                model("chat model"), prompts(), safetyReward(), output(), seed(), overlay())));
  }

  @Override
  boolean skippedAlone() {
    return skipContextDistillation;
  }
}
