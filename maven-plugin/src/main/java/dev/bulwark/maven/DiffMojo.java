package dev.bulwark.maven;

import dev.bulwark.cli.Places;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.gate.Baseline;
import dev.bulwark.gate.UnusableBaseline;
import dev.bulwark.report.BeforeAfter;
import dev.bulwark.report.DiffReport;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Shows what changed between two runs, prompt by prompt: both sides as a table, and which prompts
 * are newly answered badly or well. It decides nothing and never fails on what it shows: {@code
 * check} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "diff", threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class DiffMojo extends GateGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.diff.skip", defaultValue = "false")
  private boolean skipDiff;

  /**
   * Other results to compare with instead of the baseline file.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.baselineResults")
  private @Nullable File baselineResults;

  /**
   * A published baseline to compare with instead of the baseline file, as in {@code check}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.baselineArtifact")
  private @Nullable String baselineArtifact;

  @Inject private RepositorySystem resolver;

  /**
   * The file to write, in Markdown: the table and all the prompts' names.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.diff",
      defaultValue = "${project.build.directory}/bulwark/diff.md",
      required = true)
  private File diff;

  @Override
  void run() {
    Written.of(session(), execution())
        .mustMean("baseline", "baselineArtifact", "baselineResults", "results");
    artifact();
    Places places = Places.none().readingResults("results", results.toPath());
    (baselineResults == null
            ? places.reading("baseline", baseline.toPath())
            : places.readingResults("results to compare with", baselineResults.toPath()))
        .writing("diff", diff.toPath())
        .clear();
    DiffReport report = new DiffReport(new BeforeAfter(before(), read(results)));
    WholeFile.write(diff.toPath(), report.markdown());
    report.lines().forEach(this::info);
    info("All changes: " + diff);
  }

  private Evaluation before() {
    if (baselineResults != null) {
      return read(baselineResults);
    }
    Optional<BaselineArtifact> artifact = artifact();
    Path file = artifact.map(this::resolved).orElseGet(baseline::toPath);
    try {
      Baseline was = Baseline.read(file);
      return new Evaluation(was.header(), was.results());
    } catch (UnusableBaseline e) {
      throw BadInput.in(
          file,
          "There is nothing to compare with: " + e.getMessage(),
          artifact
              .map(
                  one -> "Name another artifact than " + one + " in " + Compared.BASELINE.element())
              .orElse("Name other results with -Dbulwark.baselineResults=…"));
    }
  }

  private Optional<BaselineArtifact> artifact() {
    return BaselineArtifact.given(
        Compared.BASELINE,
        Optional.ofNullable(baselineArtifact),
        ownBaseline(),
        Optional.ofNullable(baselineResults).map(File::toPath));
  }

  private Path resolved(BaselineArtifact artifact) {
    PublishedBaseline published = artifact.resolve(resolver, session());
    return published
        .file()
        .orElseThrow(
            () ->
                new BadInput(
                    "There is nothing to compare with",
                    Compared.BASELINE.element() + " in the pom",
                    published.absence().replaceFirst("\\.$", "")));
  }

  private Evaluation read(File file) {
    try {
      return Evaluation.read(file.toPath());
    } catch (UnusableResults e) {
      throw BadInput.in(
          file.toPath(),
          "These results can't be compared: " + e.getMessage(),
          "Run " + command().evaluation(file.toPath()));
    }
  }

  @Override
  boolean skippedAlone() {
    return skipDiff;
  }
}
