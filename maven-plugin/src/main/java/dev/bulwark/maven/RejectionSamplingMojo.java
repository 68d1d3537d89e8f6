package dev.bulwark.maven;

import dev.bulwark.cli.Tuning;
import java.io.File;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Lets a chat model answer each prompt several times and learn the answer that reward models score
 * best. Bound to no phase: training is worth a decision.
 *
 * <pre>{@code
 * <configuration>
 *   <model>${project.build.directory}/bulwark/safety-sft</model>
 *   <data>${project.basedir}/src/main/safety/prompts.jsonl</data>
 *   <settings>
 *     <drawing><answers>16</answers></drawing>
 *   </settings>
 * </configuration>
 * }</pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "rejection-sampling", threadSafe = true)
public class RejectionSamplingMojo extends RewardedGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.rejectionSampling.skip", defaultValue = "false")
  private boolean skipRejectionSampling;

  /**
   * The file that all answers are kept in, so that the best of earlier rounds compete; without it
   * {@code rejection-sampling.jsonl} in the folder for the results.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.pool")
  private @Nullable File pool;

  @Override
  void run() {
    trained(
        "Tuned model",
        fork(
            "rejection-sampling",
            new Tuning.SampleBest(
                model("chat model"),
                asked(),
                rewards(),
                pool == null ? null : pool.toPath(),
                output(),
                seed(),
                overlay())));
  }

  @Override
  boolean skippedAlone() {
    return skipRejectionSampling;
  }
}
