package dev.bulwark.maven;

import dev.bulwark.cli.Tuning;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Trains a chat model on what reward models say of its answers to prompts (PPO), held near where it
 * started. Bound to no phase: training is worth a decision.
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
@Mojo(name = "ppo", threadSafe = true)
public class PpoMojo extends PolicyGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.ppo.skip", defaultValue = "false")
  private boolean skipPpo;

  @Override
  Tuning.Method method() {
    return Tuning.Method.PPO;
  }

  @Override
  boolean skippedAlone() {
    return skipPpo;
  }
}
