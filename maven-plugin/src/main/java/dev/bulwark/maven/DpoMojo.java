package dev.bulwark.maven;

import dev.bulwark.cli.Tuning;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Trains a chat model on pairs of answers which to prefer, without a reward model (direct
 * preference optimisation). Bound to no phase: training is worth a decision.
 *
 * <pre>{@code
 * <configuration>
 *   <model>${project.build.directory}/bulwark/safety-sft</model>
 *   <data>${project.basedir}/src/main/safety/preferences.jsonl</data>
 *   <settings>
 *     <loss><beta>0.2</beta></loss>
 *   </settings>
 * </configuration>
 * }</pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "dpo", threadSafe = true)
public class DpoMojo extends TuningGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.dpo.skip", defaultValue = "false")
  private boolean skipDpo;

  @Override
  void run() {
    trained(
        "Tuned model",
        fork(
            "dpo",
            new Tuning.Prefer(
                model("chat model"), data("pairs of answers"), output(), seed(), overlay())));
  }

  @Override
  boolean skippedAlone() {
    return skipDpo;
  }
}
