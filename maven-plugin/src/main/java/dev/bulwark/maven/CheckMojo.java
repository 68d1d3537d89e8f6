package dev.bulwark.maven;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.BeforeAfter;
import dev.bulwark.report.HtmlReport;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
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
   * What is demanded: limits ({@code maximum}, {@code minimum}) and changes against the baseline
   * ({@code maxIncrease}, {@code maxDecrease}), as ratio or percent.
   *
   * <pre>{@code
   * <rules>
   *   <rule>
   *     <metric>violation.rate</metric>
   *     <maximum>0.05</maximum>
   *     <maxIncrease>0.02</maxIncrease>
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

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    VerdictFile file = new VerdictFile(verdict.toPath());
    file.forget();
    Switches switches =
        new Switches(
            failOnRegression,
            failIfNoBaseline,
            failIfNoResults,
            failOnIncomparable,
            onInconclusive);
    GateRun run = gateRun();
    Verdict decided =
        baselineResults == null ? run.verdict() : run.verdictAgainst(baselineResults.toPath());
    file.write(decided, switches.inForce());
    run.comparison().ifPresent(comparison -> show(comparison, decided));
    new Consequence(decided, switches, getLog())
        .orThrow(run.files(verdict.toPath(), report.toPath()));
  }

  private GateRun gateRun() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("mode", mode).put("maxErrorRate", maxErrorRate).set("rules", PomTree.array(rules));
    Path made = verdict.toPath().resolveSibling("baseline.json");
    return new GateRun(
        gate,
        tree,
        session().getCurrentProject().getBasedir().toPath(),
        results.toPath(),
        baselineResults == null ? baseline.toPath() : made);
  }

  private void show(BeforeAfter comparison, Verdict decided) {
    comparison.text().lines().forEach(getLog()::info);
    new HtmlReport("Safety gate " + gate, comparison, decided).write(report.toPath());
  }

  @Override
  void skipped(String reason) {
    new VerdictFile(verdict.toPath()).write(Verdict.skipped(gate, reason), List.of("skip=true"));
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
