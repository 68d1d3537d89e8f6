package dev.bulwark.maven;

import dev.bulwark.data.WholeFile;
import dev.bulwark.report.GateReport;
import dev.bulwark.report.ReportFormat;
import dev.bulwark.report.WorkflowCommands;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * Tells GitHub Actions what a gate decided, where a build runs there: annotations at the prompts'
 * lines and a part of the job's summary.
 *
 * @param environment the environment's variables
 * @param out standard output; annotations count only at the beginning of a line of it
 */
record GithubActions(Map<String, String> environment, PrintStream out) {

  /** The folder that paths in annotations start at; empty elsewhere. */
  Optional<Path> root() {
    return isHere() ? variable("GITHUB_WORKSPACE").map(Path::of) : Optional.empty();
  }

  void tell(GateReport report) {
    if (!isHere()) {
      return;
    }
    new WorkflowCommands(report).lines().forEach(out::println);
    variable("GITHUB_STEP_SUMMARY").map(Path::of).ifPresent(file -> append(file, report));
  }

  /** Other steps write there, too. */
  private static void append(Path file, GateReport report) {
    try {
      Files.writeString(
          file,
          "\n" + report.text(ReportFormat.MARKDOWN),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw WholeFile.unwritable(file, e);
    }
  }

  private boolean isHere() {
    return "true".equals(environment.get("GITHUB_ACTIONS"));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
