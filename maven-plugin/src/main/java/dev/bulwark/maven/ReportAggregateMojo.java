package dev.bulwark.maven;

import dev.bulwark.cli.Places;
import dev.bulwark.data.WholeFile;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.AggregateReport;
import dev.bulwark.report.AggregateReport.Module;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Gathers the verdicts of all modules of the build on one page. A module whose pom has a {@code
 * check}, but that has no verdict, is shown as NO_RESULTS. It decides nothing.
 *
 * @since 0.1.0
 */
@Mojo(name = "report-aggregate", aggregator = true, threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class ReportAggregateMojo extends BulwarkGoal {
  private static final String KEY = "dev.bulwark:bulwark-maven-plugin";

  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.reportAggregate.skip", defaultValue = "false")
  private boolean skipReportAggregate;

  /**
   * The page to write; the same as Markdown goes beside it, as {@code .md}.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.aggregate",
      defaultValue = "${project.build.directory}/bulwark/report-aggregate.html",
      required = true)
  private File aggregate;

  /**
   * Where each module's verdict lies, from the module's build folder.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.verdictInModule",
      defaultValue = "bulwark/verdict.json",
      required = true)
  private String verdictInModule;

  @Override
  void run() {
    List<Module> modules =
        session().getProjects().stream().map(this::module).flatMap(Optional::stream).toList();
    Path page = aggregate.toPath();
    String name = page.getFileName().toString().replaceFirst("\\.html?$", "");
    Path summary = page.resolveSibling(name + ".md");
    Places.none().writing("aggregate", page).writing("aggregate as Markdown", summary).clear();
    AggregateReport report = new AggregateReport(modules);
    WholeFile.write(page, report.html());
    WholeFile.write(summary, report.markdown());
    info("Gates of " + modules.size() + " modules: " + report.status() + ", see " + page);
  }

  private Optional<Module> module(MavenProject project) {
    Path file = Path.of(project.getBuild().getDirectory()).resolve(verdictInModule);
    if (Files.exists(file)) {
      return Optional.of(new Module(project.getArtifactId(), Optional.of(Verdict.read(file))));
    }
    return gates(project)
        ? Optional.of(new Module(project.getArtifactId(), Optional.empty()))
        : Optional.empty();
  }

  private static boolean gates(MavenProject project) {
    Plugin plugin = project.getPlugin(KEY);
    return plugin != null
        && plugin.getExecutions().stream()
            .anyMatch(execution -> execution.getGoals().contains("check"));
  }

  @Override
  boolean skippedAlone() {
    return skipReportAggregate;
  }
}
