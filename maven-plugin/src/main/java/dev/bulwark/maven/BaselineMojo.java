package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.gate.Baseline;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes the present results the baseline that later ones are compared with. Runs by hand only:
 * nothing else may move the line.
 *
 * @since 0.1.0
 */
@Mojo(name = "baseline", threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class BaselineMojo extends GateGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.baseline.skip", defaultValue = "false")
  private boolean skipBaseline;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  @Override
  void run() throws MojoExecutionException {
    if (execution.getSource() != MojoExecution.Source.CLI) {
      throw new BadInput(
          "A build must not move its own baseline",
          "<execution> '" + execution.getExecutionId() + "' in the pom",
          "Remove the goal from it and run mvn bulwark:baseline by hand");
    }
    Evaluation evaluation;
    try {
      evaluation = Evaluation.read(results.toPath());
    } catch (UnusableResults e) {
      throw new MojoExecutionException(e.getMessage());
    }
    if (!evaluation.defects().isEmpty()) {
      throw new BadInput(
          "These results make no baseline: " + evaluation.defects().get(0).message(),
          results.toString(),
          "Run mvn bulwark:evaluate again");
    }
    Baseline.of(evaluation).write(baseline.toPath());
    getLog()
        .info(
            "Baseline of "
                + evaluation.results().size()
                + " prompts: "
                + baseline
                + ". Commit it.");
  }

  @Override
  boolean skippedAlone() {
    return skipBaseline;
  }

  @Override
  String ownSwitch() {
    return "bulwark.baseline.skip";
  }
}
