package dev.bulwark.maven;

import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * What a verdict does to a build: one error a violation, a command to paste, and the right kind of
 * failure.
 *
 * @param verdict what the gate decided
 * @param switches what the build lets pass all the same
 * @param log where the lines go
 */
record Consequence(Verdict verdict, Switches switches, Log log) {

  /**
   * The files that messages name.
   *
   * @param verdict the verdict
   * @param report the page
   * @param results the results that were judged
   * @param baseline what they were compared with
   */
  record Files(Path verdict, Path report, Path results, Path baseline) {}

  /**
   * Lets the build go on or fails it.
   *
   * @throws MojoFailureException where the model was measured and is not good enough
   * @throws MojoExecutionException where it could not be measured
   */
  void orThrow(Files files) throws MojoFailureException, MojoExecutionException {
    if (verdict.findings().isEmpty() && !verdict.passed()) {
      throw new MojoExecutionException(verdict.message());
    }
    List<Finding> failing =
        verdict.obstacles().stream()
            .filter(finding -> switches.forgives(finding).isEmpty())
            .toList();
    verdict.obstacles().stream().filter(finding -> !failing.contains(finding)).forEach(this::warn);
    if (failing.isEmpty()) {
      log.info("Gate '" + verdict.gate() + "': " + verdict.status() + ", see " + files.verdict());
      return;
    }
    failing.forEach(finding -> log.error(finding.status() + ": " + finding.message()));
    String message =
        "Gate '" + verdict.gate() + "': " + verdict.status() + ", see " + places(files) + ".";
    Status worst = failing.get(0).status();
    Optional<String> remedy = remedy(worst, files);
    remedy.ifPresent(log::error);
    if (worst == Status.FAIL || worst == Status.INCONCLUSIVE) {
      throw new MojoFailureException(message);
    }
    throw new MojoExecutionException(message);
  }

  private void warn(Finding finding) {
    log.warn(
        finding.status()
            + ": "
            + finding.message()
            + " The build goes on because of "
            + switches.forgives(finding).orElseThrow()
            + ".");
  }

  private String places(Files files) {
    return verdict.status() == Status.NO_RESULTS
        ? files.verdict().toString()
        : files.verdict() + " and " + files.report();
  }

  private static Optional<String> remedy(Status worst, Files files) {
    String baseline =
        "mvn bulwark:baseline -Dbulwark.results=\"%s\" -Dbulwark.baseline=\"%s\""
            .formatted(files.results(), files.baseline());
    return switch (worst) {
      case NO_RESULTS -> Optional.of("To make results: mvn bulwark:evaluate");
      case NO_BASELINE -> Optional.of("To make these results the baseline: " + baseline);
      case FAIL -> Optional.of("To accept the change: " + baseline);
      case INCOMPARABLE -> Optional.of("To start from these results: " + baseline);
      default -> Optional.empty();
    };
  }
}
