package dev.bulwark.maven;

import dev.bulwark.cli.Places;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.gate.Baseline;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes the present results the baseline that later ones are compared with. Runs by hand only:
 * nothing else may move the line. Where the results are worse than the baseline that is there, it
 * wants a reason, which stands in the file.
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

  /**
   * Why results that are worse than the present baseline, or can't be compared with it, become the
   * baseline all the same.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.reason")
  private @Nullable String reason;

  /**
   * Lets a build server move the baseline, where the environment variable {@code CI} is set.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.allowInCi", defaultValue = "false")
  private boolean allowInCi;

  @Override
  void run() {
    refuseABuild();
    Places.none()
        .readingResults("results", results.toPath())
        .writing("baseline", baseline.toPath())
        .check();
    Evaluation evaluation = evaluation();
    Optional<String> given =
        Optional.ofNullable(reason).map(String::strip).filter(x -> !x.isEmpty());
    if (given.isEmpty()) {
      new BaselineChange(baseline.toPath(), evaluation).doubt().ifPresent(this::refuse);
    }
    Baseline plain = Baseline.of(evaluation);
    Baseline made = given.map(why -> plain.terms(terms -> terms.reason(why))).orElse(plain);
    made.write(baseline.toPath());
    info("Baseline of " + made.results().size() + " prompts: " + baseline + ". Commit it.");
  }

  private void refuseABuild() {
    if (execution().getSource() != MojoExecution.Source.CLI) {
      throw new BadInput(
          "A build must not move its own baseline",
          "<execution> '" + execution().getExecutionId() + "' in the pom",
          "Remove the goal from it and run mvn bulwark:baseline by hand");
    }
    String ci = System.getenv().getOrDefault("CI", "").strip();
    if (!allowInCi && !ci.isEmpty() && !ci.equals("false") && !ci.equals("0")) {
      throw new BadInput(
          "A build server must not move the baseline",
          "environment variable CI is '" + ci + "'",
          "Make it on your own machine and commit it, or allow it with -Dbulwark.allowInCi=true");
    }
  }

  private Evaluation evaluation() {
    Evaluation evaluation;
    try {
      evaluation = Evaluation.read(results.toPath());
    } catch (UnusableResults e) {
      throw unusable(String.valueOf(e.getMessage()));
    }
    if (!evaluation.defects().isEmpty()) {
      throw unusable(evaluation.defects().get(0).message());
    }
    return evaluation;
  }

  private BadInput unusable(String why) {
    return new BadInput(
        "These results make no baseline: " + why,
        results.toString(),
        "Run " + command().evaluation(results.toPath()));
  }

  private void refuse(String doubt) {
    throw new BadInput(
        doubt,
        baseline.toString(),
        "Make the model better, or say why it is accepted, with -Dbulwark.reason=\"…\"");
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
