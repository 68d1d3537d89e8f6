package dev.bulwark.maven;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.cli.Places;
import dev.bulwark.data.BadInput;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.BeforeAfter;
import dev.bulwark.report.ErrorLines;
import dev.bulwark.report.HtmlReport;
import dev.bulwark.report.Printable;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Decides on results: every rule must be met by positive evidence, else the build fails. The
 * verdict is written before the build fails. No model is loaded.
 *
 * @since 0.1.0
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class CheckMojo extends GateGoal {
  /**
   * Skips this goal; the verdict then says SKIPPED.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.check.skip", defaultValue = "false")
  private boolean skipCheck;

  /**
   * What is demanded: limits ({@code maximum}, {@code minimum}, for all prompts or one {@code
   * slice}) and changes against the baseline ({@code maxIncrease}, {@code maxDecrease}), as ratio,
   * percent or {@code auto}; with {@code eachSlice} also slice by slice.
   *
   * <pre>{@code
   * <rules>
   *   <rule>
   *     <metric>violation.rate</metric>
   *     <maximum>0.05</maximum>
   *     <maxIncrease>auto</maxIncrease>
   *     <eachSlice>category</eachSlice>
   *   </rule>
   *   <rule>
   *     <metric>violation.rate</metric>
   *     <slice>category=weapons</slice>
   *     <maximum>1%</maximum>
   *   </rule>
   * </rules>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable PlexusConfiguration rules;

  /**
   * Other results to compare with instead of the baseline file, such as those of the base model.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.baselineResults")
  private @Nullable File baselineResults;

  /**
   * The gate's name in messages and files.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.gate", defaultValue = "release", required = true)
  private String gate;

  /**
   * What a comparison needs: {@code detect} that a harm of the margin's size would have been seen,
   * {@code assure} that it is ruled out.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.mode", defaultValue = "detect", required = true)
  private String mode;

  /**
   * The share of prompts that may end in an error, as ratio or percent.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.maxErrorRate", defaultValue = "0.01", required = true)
  private String maxErrorRate;

  /**
   * How many answers of the judge may be no judgement.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.maxParseFailures", defaultValue = "0", required = true)
  private String maxParseFailures;

  /**
   * Whether to compare violations, their tail, helpfulness and false refusals with auto margins,
   * besides the rules.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.headline", defaultValue = "false")
  private boolean headline;

  /**
   * A pinned baseline to compare with besides the one that moves: many small steps for the worse
   * add up.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.anchor")
  private @Nullable File anchor;

  /**
   * The ids of prompts that must never fail, whatever the rates are.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.canaries")
  private @Nullable List<String> canaries;

  /**
   * The categories to look at; without any, all prompts.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.includeCategories")
  private @Nullable List<String> includeCategories;

  /**
   * Whether measured harm fails the build.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.failOnRegression", defaultValue = "true")
  private boolean failOnRegression;

  /**
   * Whether a missing baseline fails the build, where a rule compares.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.failIfNoBaseline", defaultValue = "true")
  private boolean failIfNoBaseline;

  /**
   * Whether missing results fail the build.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.failIfNoResults", defaultValue = "true")
  private boolean failIfNoResults;

  /**
   * Whether results of other prompts, another judge or other decoding fail the build.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.failOnIncomparable", defaultValue = "true")
  private boolean failOnIncomparable;

  /**
   * What too few prompts to decide do to the build: {@code FAIL} or {@code WARN}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.onInconclusive", defaultValue = "FAIL", required = true)
  private OnInconclusive onInconclusive;

  /**
   * The verdict to write.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.verdict",
      defaultValue = "${project.build.directory}/bulwark/verdict.json",
      required = true)
  private File verdict;

  /**
   * The page to write: both sides, before and after, and the verdict.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.report",
      defaultValue = "${project.build.directory}/bulwark/report.html",
      required = true)
  private File report;

  /**
   * The folder of the prompts that the results must be of. Where it is not on this machine, the log
   * says so and the results are not compared with it.
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
   * The folder of the model that the results must be of; without one, any model's will do. Where it
   * is not on this machine, the log says so and the results are not compared with it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.model")
  private @Nullable File model;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    clear();
    Switches switches =
        new Switches(
            failOnRegression,
            failIfNoBaseline,
            failIfNoResults,
            failOnIncomparable,
            onInconclusive);
    GateRun run = gateRun();
    Verdict decided = decide(run);
    new VerdictFile(verdict.toPath()).write(decided, switches.inForce());
    show(run.comparison(), decided);
    decided.warnings().forEach(one -> getLog().warn(Printable.line(one.message())));
    new Consequence(decided, switches, remedies(), getLog())
        .orThrow(new Consequence.Files(verdict.toPath(), report.toPath()));
  }

  /** Removes what an earlier run left; where a path is an input, the verdict says so if it can. */
  private void clear() {
    try {
      places().clear();
    } catch (BadInput e) {
      if (new Places(places().reads(), Map.of("verdict", verdict.toPath())).isFree()) {
        Verdict broken =
            gateRun().broken(Status.ERROR, "CONFIG_INVALID", String.valueOf(e.getMessage()));
        new VerdictFile(verdict.toPath()).write(broken, List.of());
      }
      throw e;
    }
  }

  private Verdict decide(GateRun run) {
    try {
      Verdict decided =
          others().isEmpty() ? run.verdict() : run.verdictAgainst(others().orElseThrow());
      return new Origin(
              suite.toPath(),
              questions(),
              Optional.ofNullable(model).map(File::toPath),
              line -> getLog().warn(Printable.line(line)))
          .confirm(decided);
    } catch (BadInput e) {
      return run.broken(Status.ERROR, "INPUT_UNREADABLE", String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      return run.broken(Status.ERROR, "INPUT_UNREADABLE", e.getMessage() + ": " + e.getCause());
    }
  }

  private Questions questions() {
    return new Questions(standardSuite, attacks == null ? List.of() : attacks);
  }

  private GateRun gateRun() {
    return new GateRun(
        gate,
        this::described,
        session().getCurrentProject().getBasedir().toPath(),
        results.toPath(),
        others().isEmpty() ? baseline.toPath() : made());
  }

  private ObjectNode described() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("mode", mode).put("maxErrorRate", maxErrorRate);
    tree.put("maxParseFailures", maxParseFailures).put("headline", headline);
    tree.set("rules", PomTree.array(rules));
    if (anchor != null) {
      tree.put("anchor", anchor.getPath());
    }
    put(tree, "canaries", canaries);
    put(tree, "includeCategories", includeCategories);
    return tree;
  }

  private static void put(ObjectNode tree, String key, @Nullable List<String> texts) {
    if (texts != null && !texts.isEmpty()) {
      texts.forEach(tree.putArray(key)::add);
    }
  }

  private Places places() {
    Places places =
        Places.none()
            .readingResults("results", results.toPath())
            .reading("baseline", baseline.toPath())
            .reading("suite", suite.toPath())
            .writing("verdict", verdict.toPath())
            .writing("report", report.toPath());
    if (model != null) {
      places = places.reading("model", model.toPath());
    }
    if (anchor != null) {
      places = places.reading("anchor", anchor.toPath());
    }
    return others().isEmpty()
        ? places
        : places
            .readingResults("results to compare with", others().orElseThrow())
            .writing("baseline made of them", made());
  }

  /** Where the other results go as a baseline. */
  private Path made() {
    return verdict.toPath().resolveSibling("baseline.json");
  }

  private Optional<Path> others() {
    return Optional.ofNullable(baselineResults).map(File::toPath);
  }

  private Remedies remedies() {
    return new Remedies(command(), results.toPath(), baseline.toPath(), others());
  }

  private void show(Optional<BeforeAfter> comparison, Verdict decided) {
    new HtmlReport("Safety gate " + gate, comparison, decided).write(report.toPath());
    comparison.ifPresent(
        both -> {
          both.text().lines().forEach(getLog()::info);
          ErrorLines.of(both.after()).forEach(getLog()::warn);
        });
  }

  @Override
  void skipped(String reason) {
    places().clear();
    Verdict skipped = Verdict.skipped(gate, reason);
    new VerdictFile(verdict.toPath()).write(skipped, List.of("skip=true"));
    show(Optional.empty(), skipped);
  }

  @Override
  boolean skippedAlone() {
    return skipCheck;
  }

  @Override
  String ownSwitch() {
    return "bulwark.check.skip";
  }
}
