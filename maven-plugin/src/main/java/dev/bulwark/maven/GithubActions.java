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
import java.util.function.Consumer;

/**
 * Tells GitHub Actions what a gate decided, where a build runs there: annotations at the prompts'
 * lines and a part of the job's summary.
 *
 * @param environment the environment's variables
 * @param out standard output; an annotation must begin a line of it, so they don't go to the log
 */
record GithubActions(Map<String, String> environment, PrintStream out) {

  /** The folder that paths in annotations start at; empty elsewhere. */
  Optional<Path> root() {
    return isHere() ? variable("GITHUB_WORKSPACE").map(Path::of) : Optional.empty();
  }

  /**
   * Tells it. A summary that can't be written decides nothing.
   *
   * @param warn told why the summary lacks the report
   */
  void tell(GateReport report, Consumer<String> warn) {
    if (!isHere()) {
      return;
    }
    new WorkflowCommands(report).lines().forEach(out::println);
    variable("GITHUB_STEP_SUMMARY").map(Path::of).ifPresent(file -> append(file, report, warn));
  }

  /** Other steps write there, too. */
  private static void append(Path file, GateReport report, Consumer<String> warn) {
    try {
      Files.writeString(
          file,
          "\n" + report.text(ReportFormat.MARKDOWN),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      warn.accept(
          "The job's summary lacks this gate. " + WholeFile.unwritable(file, e).getMessage());
    }
  }

  private boolean isHere() {
    return "true".equals(environment.get("GITHUB_ACTIONS"));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
