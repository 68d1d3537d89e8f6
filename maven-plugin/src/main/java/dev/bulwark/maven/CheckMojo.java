package dev.bulwark.maven;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.cli.Places;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Printable;
import dev.bulwark.evaluate.PromptPlaces;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.BeforeAfter;
import dev.bulwark.report.ErrorLines;
import dev.bulwark.report.GateReport;
import dev.bulwark.report.GateReport.Sources;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Decides on results: every rule must be met by positive evidence, else the build fails. The
 * verdict is written before the build fails. No model is loaded.
 *
 * @since 0.1.0
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class CheckMojo extends OriginGoal {
  /**
   * Skips this goal; the verdict then says SKIPPED.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.check.skip", defaultValue = "false")
  private boolean skipCheck;

  /**
   * Other results to compare with instead of the baseline file, such as those of the base model.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.baselineResults")
  private @Nullable File baselineResults;

  /**
   * A baseline that was published as an artifact, to compare with instead of the baseline file:
   * {@code groupId:artifactId:version}, then the extension, by default {@code json}, and the
   * classifier, by default {@code safety} and none where nothing follows its colon.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.baselineArtifact")
  private @Nullable String baselineArtifact;

  /**
   * An anchor that was published as an artifact, to compare with besides the baseline, named as
   * {@code baselineArtifact} is, instead of the file {@code anchor}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.anchorArtifact")
  private @Nullable String anchorArtifact;

  @Inject private RepositorySystem resolver;

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
   * The reports to write beside the verdict: {@code HTML}, the page; {@code MARKDOWN}, a summary;
   * {@code JUNIT}, a file for whatever shows test results; {@code SARIF}, one for code scanning.
   * All lie beside the page and are named after it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.formats", defaultValue = "HTML,MARKDOWN,JUNIT,SARIF")
  private List<String> formats;

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
    List<PublishedBaseline> published =
        artifacts().stream().map(artifact -> artifact.resolve(resolver, session())).toList();
    GateRun run = gateRun(published);
    Judged judged = decide(run, published);
    Verdict decided = judged.verdict();
    Unwritten unwritten = new Unwritten();
    unwritten.attempt(
        () -> new VerdictFile(verdict.toPath()).write(decided, switches.inForce(), published));
    show(run.comparison(judged), decided, unwritten);
    decided.warnings().forEach(one -> warn(one.message()));
    new Consequence(decided, switches, remedies(published), getLog())
        .orThrow(new Consequence.Files(verdict.toPath(), report.toPath(), unwritten));
  }

  /** Removes what an earlier run left; where a path is an input, the verdict says so if it can. */
  private void clear() {
    try {
      places().clear();
      reports();
      whatThePomNames("anchorArtifact", "baselineArtifact", "baselineResults");
      artifacts();
    } catch (BadInput e) {
      if (new Places(places().reads(), Map.of("verdict", verdict.toPath())).isFree()) {
        Verdict broken =
            gateRun(List.of())
                .broken(Status.ERROR, "CONFIG_INVALID", String.valueOf(e.getMessage()));
        new VerdictFile(verdict.toPath()).write(broken, List.of());
      }
      throw e;
    }
  }

  /** Baseline and anchor, as far as they are artifacts. */
  private List<BaselineArtifact> artifacts() {
    return Stream.of(
            BaselineArtifact.given(
                Compared.BASELINE, Optional.ofNullable(baselineArtifact), ownBaseline(), others()),
            BaselineArtifact.given(
                Compared.ANCHOR,
                Optional.ofNullable(anchorArtifact),
                ownAnchor(),
                Optional.empty()))
        .flatMap(Optional::stream)
        .toList();
  }

  private Judged decide(GateRun run, List<PublishedBaseline> published) {
    try {
      Judged judged = judged(run, published);
      return judged.with(origin(this::warn).confirm(judged.verdict()));
    } catch (BadInput e) {
      return unreadable(run, String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      return unreadable(run, e.getMessage() + ": " + e.getCause());
    }
  }

  private Judged judged(GateRun run, List<PublishedBaseline> published) {
    Judged judged = others().map(run::judgedAgainst).orElseGet(run::judged);
    for (PublishedBaseline one : published) {
      judged = one.file().isPresent() ? judged : GateRun.unresolved(one, nowhere(), judged);
    }
    return judged;
  }

  private static Judged unreadable(GateRun run, String message) {
    return Judged.nothing(run.broken(Status.ERROR, "INPUT_UNREADABLE", message));
  }

  private void warn(String line) {
    getLog().warn(Printable.line(line));
  }

  private GateRun gateRun(List<PublishedBaseline> published) {
    Path file =
        path(published, Compared.BASELINE)
            .orElseGet(() -> others().isEmpty() ? baseline.toPath() : made());
    return new GateRun(gateName(), () -> described(published), folder(), results.toPath(), file);
  }

  private ObjectNode described(List<PublishedBaseline> published) {
    ObjectNode tree = described();
    path(published, Compared.ANCHOR).ifPresent(file -> tree.put("anchor", file.toString()));
    return tree;
  }

  private Optional<Path> path(List<PublishedBaseline> published, Compared as) {
    return published.stream()
        .filter(one -> one.as() == as)
        .map(one -> one.in(nowhere()))
        .findFirst();
  }

  private Places places() {
    Places places =
        Places.none()
            .readingResults("results", results.toPath())
            .reading("baseline", baseline.toPath())
            .writing("verdict", verdict.toPath());
    places = readingOrigin(reading(Reports.writing(places, report.toPath())));
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

  /** Where no file can be: the verdict is one, and no folder. */
  private Path nowhere() {
    return verdict.toPath();
  }

  private Optional<Path> others() {
    return Optional.ofNullable(baselineResults).map(File::toPath);
  }

  private Remedies remedies(List<PublishedBaseline> published) {
    return new Remedies(command(), results.toPath(), baseline.toPath(), others(), published);
  }

  private void show(Optional<BeforeAfter> comparison, Verdict decided, Unwritten unwritten) {
    GithubActions actions = new GithubActions(System.getenv(), System.out);
    Path root = actions.root().orElseGet(this::top);
    GateReport shown =
        new GateReport(
            decided,
            comparison,
            new Sources(root, comparison.isEmpty() ? PromptPlaces.NONE : prompts()));
    reports().write(shown, unwritten);
    actions.tell(shown, this::warn);
    comparison.ifPresent(
        both -> {
          both.text().lines().forEach(getLog()::info);
          ErrorLines.of(both.after()).forEach(getLog()::warn);
        });
  }

  private Reports reports() {
    return Reports.of(report.toPath(), formats);
  }

  /** The folder of the whole build, which is the repository's in most. */
  private Path top() {
    File whole = session().getRequest().getMultiModuleProjectDirectory();
    return whole == null ? folder() : whole.toPath();
  }

  @Override
  void skipped(String reason) {
    places().clear();
    Verdict skipped = Verdict.skipped(gateName(), reason);
    new VerdictFile(verdict.toPath()).write(skipped, List.of("skip=true"));
    Unwritten unwritten = new Unwritten();
    show(Optional.empty(), skipped, unwritten);
    unwritten.orThrow();
  }

  @Override
  boolean skippedAlone() {
    return skipCheck;
  }
}
