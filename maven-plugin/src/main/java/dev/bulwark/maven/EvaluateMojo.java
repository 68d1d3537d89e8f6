package dev.bulwark.maven;

import dev.bulwark.cli.Job;
import dev.bulwark.cli.Places;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Puts the prompts of a suite to a model, judges the answers and writes the results. It never fails
 * on what the results say: {@code check} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "evaluate", defaultPhase = LifecyclePhase.INTEGRATION_TEST, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class EvaluateMojo extends TensorGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.evaluate.skip", defaultValue = "false")
  private boolean skipEvaluate;

  /**
   * The folder of the model to evaluate; without one, the model that {@code safety-sft} tuned.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.model",
      defaultValue = "${project.build.directory}/bulwark/safety-sft",
      required = true)
  private File model;

  /**
   * The folder of the prompts: {@code harmful.jsonl}, {@code borderline.jsonl} and {@code
   * helpful.jsonl}, at least one of them, plain or with {@code .gz}.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.suite",
      defaultValue = "${project.basedir}/src/test/safety-suite",
      required = true)
  private File suite;

  /**
   * The results file, one line a prompt; what is known of the run goes beside it.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.results",
      defaultValue = "${project.build.directory}/bulwark/results.jsonl",
      required = true)
  private File results;

  /**
   * The verdict of an earlier {@code check}: it is removed, because the results that it speaks of
   * are.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.verdict",
      defaultValue = "${project.build.directory}/bulwark/verdict.json",
      required = true)
  private File verdict;

  /**
   * The page of an earlier {@code check}, which is removed as well.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.report",
      defaultValue = "${project.build.directory}/bulwark/report.html",
      required = true)
  private File report;

  @Override
  void run() {
    // Before anything can fail: from here on old results are none.
    places().clear();
    Path folder = existingModel(model);
    Path prompts =
        existing(suite, "suite", "Name a folder with harmful.jsonl or another prompt file");
    fork("evaluate", new Job.Evaluate(folder, prompts, results.toPath(), overlay()))
        .forEach((name, value) -> info(name + ": " + value));
  }

  private Places places() {
    Places outputs =
        Places.none()
            .writingResults("results", results.toPath())
            .writing("verdict", verdict.toPath())
            .writing("report", report.toPath());
    try {
      return outputs.reading("model", model.toPath()).reading("suite", suite.toPath());
    } catch (InvalidPathException e) {
      // A path that this JVM can't name fails the goal soon; old results must not outlive that.
      return outputs;
    }
  }

  @Override
  boolean skippedAlone() {
    return skipEvaluate;
  }

  @Override
  String ownSwitch() {
    return "bulwark.evaluate.skip";
  }
}
