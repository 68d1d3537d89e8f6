package dev.bulwark.maven;

import dev.bulwark.cli.Job;
import dev.bulwark.cli.Places;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

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
   * helpful.jsonl}, at least one of them; or one file whose prompts each say their kind.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.suite",
      defaultValue = "${project.basedir}/src/test/safety-suite",
      required = true)
  private File suite;

  /**
   * Whether the suite that comes with Bulwark takes the place of the folder {@code suite}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.standardSuite", defaultValue = "false")
  private boolean standardSuite;

  /**
   * Attacks that the suite's plain harmful prompts are asked in as well: {@code base64}, {@code
   * rot13}, {@code leetspeak}, {@code homoglyph}, {@code role-play}, {@code prefix-injection},
   * {@code refusal-suppression}, {@code payload-split}, {@code warm-up}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.attacks")
  private @Nullable List<String> attacks;

  /**
   * A model behind an OpenAI-compatible endpoint that is evaluated instead of one in a folder:
   * {@code url} (the base that {@code /chat/completions} is appended to), {@code model}, {@code
   * key} (the name of an environment variable, never the key), {@code concurrency}, {@code
   * callsPerSecond}, {@code patience} ({@code seconds}, {@code attempts}, {@code longestWait}) and
   * {@code budget} ({@code calls}, {@code tokens}, and {@code price} of a million tokens {@code
   * read} and {@code written}, for the rows).
   *
   * <pre>{@code
   * <endpoint>
   *   <url>http://localhost:11434/v1</url>
   *   <model>llama3.2</model>
   *   <key>MY_KEY</key>
   * </endpoint>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable PlexusConfiguration endpoint;

  /**
   * Answers that were made elsewhere and are judged instead of a model's: JSON Lines with {@code
   * id} or {@code prompt} and {@code response}, one line for each prompt of the suite.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.responses")
  private @Nullable File responses;

  /**
   * A model behind an endpoint that judges, with the same elements as {@code endpoint}; or reward
   * models that do, {@code safety} and {@code helpfulness} or one of them, by their folders, with
   * {@code threshold} (probability of being safe below which an answer violates, 0.5 by default)
   * and {@code uncalibrated} (whether one without a calibration will do). Without it, the standard
   * judge does.
   *
   * <pre>{@code
   * <judge>
   *   <safety>target/bulwark/reward-model-safety</safety>
   * </judge>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable PlexusConfiguration judge;

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
    Written.of(session(), execution())
        .mustMean(
            "attacks",
            "endpoint",
            "judge",
            "model",
            "responses",
            "results",
            "standardSuite",
            "suite");
    Path folder = answersItself() ? existingModel(model) : model.toPath();
    Path recorded =
        responses == null
            ? null
            : existing(responses, "responses", "Name a file with an answer to each prompt");
    Path prompts =
        standardSuite
            ? suite.toPath()
            : existing(suite, "suite", "Name a folder with harmful.jsonl or another prompt file");
    Job.Options options =
        new Job.Options(
            standardSuite,
            attacks == null ? List.of() : attacks,
            remote(endpoint, "<endpoint> in the pom"),
            remote(judge, "<judge> in the pom"),
            recorded);
    fork("evaluate", new Job.Evaluate(folder, prompts, results.toPath(), overlay(), options))
        .forEach((name, value) -> info(name + ": " + value));
  }

  /** Whether the model of the folder answers. */
  private boolean answersItself() {
    return endpoint == null && responses == null;
  }

  private static Job.@Nullable Overlay remote(@Nullable PlexusConfiguration element, String from) {
    return element == null ? null : new Job.Overlay(PomTree.object(element), from);
  }

  private Places places() {
    Places outputs =
        Reports.writing(
            Places.none()
                .writingResults("results", results.toPath())
                .writing("verdict", verdict.toPath()),
            report.toPath());
    Path base = session().getCurrentProject().getBasedir().toPath();
    return new EvaluateInputs(outputs)
        .with(places -> standardSuite ? places : places.reading("suite", suite.toPath()))
        .with(places -> answersItself() ? places.reading("model", model.toPath()) : places)
        .with(
            places -> responses == null ? places : places.reading("responses", responses.toPath()))
        .judgedBy(judge, base)
        .places();
  }

  @Override
  boolean skippedAlone() {
    return skipEvaluate;
  }
}
