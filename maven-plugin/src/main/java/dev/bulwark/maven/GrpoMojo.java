package dev.bulwark.maven;

import dev.bulwark.cli.Tuning;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Trains a chat model on how its answers to a prompt compare with each other (GRPO), by what reward
 * models say of them. Bound to no phase: training is worth a decision.
 *
 * <pre>{@code
 * <configuration>
 *   <model>${project.build.directory}/bulwark/safety-sft</model>
 *   <data>${project.basedir}/src/main/safety/prompts.jsonl</data>
 *   <settings>
 *     <policy><iterations>100</iterations></policy>
 *   </settings>
 * </configuration>
 * }</pre>
 *
 * @since 0.1.0
 */
@Mojo(name = "grpo", threadSafe = true)
public class GrpoMojo extends PolicyGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.grpo.skip", defaultValue = "false")
  private boolean skipGrpo;

  @Override
  Tuning.Method method() {
    return Tuning.Method.GRPO;
  }

  @Override
  boolean skippedAlone() {
    return skipGrpo;
  }
}
