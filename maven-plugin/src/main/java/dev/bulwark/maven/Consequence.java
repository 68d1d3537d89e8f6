package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Printable;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * What a verdict does to a build: one error a violation, a command to paste, and the right kind of
 * failure.
 *
 * @param verdict what the gate decided
 * @param switches what the build lets pass all the same
 * @param remedies what to do about each kind of failure
 * @param log where the lines go
 */
record Consequence(Verdict verdict, Switches switches, Remedies remedies, Log log) {

  /**
   * The files that messages name.
   *
   * @param verdict the verdict
   * @param report the page
   * @param unwritten those that could not be written
   */
  record Files(Path verdict, Path report, Unwritten unwritten) {}

  /**
   * Lets the build go on or fails it. What could not be written is told after the verdict's
   * reasons.
   *
   * @throws MojoFailureException where the model was measured and is not good enough
   * @throws MojoExecutionException where it could not be measured, or a file not be written
   */
  void orThrow(Files files) throws MojoFailureException, MojoExecutionException {
    List<BadInput> unwritten = files.unwritten().reasons();
    try {
      decide(files);
    } finally {
      unwritten.forEach(one -> log.error(Printable.line(String.valueOf(one.getMessage()))));
    }
    if (!unwritten.isEmpty()) {
      throw new MojoExecutionException(
          Printable.line(gate() + ", but its verdict or reports could not all be written."));
    }
  }

  private void decide(Files files) throws MojoFailureException, MojoExecutionException {
    if (verdict.findings().isEmpty() && !verdict.passed()) {
      throw new MojoExecutionException(Printable.line(verdict.message()));
    }
    List<Finding> failing =
        verdict.obstacles().stream()
            .filter(finding -> !finding.status().letsGo() && switches.forgives(finding).isEmpty())
            .toList();
    verdict.obstacles().stream().filter(finding -> !failing.contains(finding)).forEach(this::warn);
    if (failing.isEmpty()) {
      log.info(Printable.line(gate() + ", see " + files.verdict()));
      return;
    }
    failing.stream()
        .map(finding -> Printable.line(finding.status() + ": " + finding.message()))
        .distinct()
        .forEach(log::error);
    remedies.of(failing).forEach(remedy -> log.error(Printable.line(remedy)));
    String message =
        Printable.line(gate() + ", see " + files.verdict() + " and " + files.report() + ".");
    Status worst = failing.get(0).status();
    if (worst == Status.FAIL || worst == Status.INCONCLUSIVE) {
      throw new MojoFailureException(message);
    }
    throw new MojoExecutionException(message);
  }

  private String gate() {
    return "Gate '" + verdict.gate() + "': " + verdict.status();
  }

  private void warn(Finding finding) {
    log.warn(
        Printable.line(
            finding.status()
                + ": "
                + finding.message()
                + switches
                    .forgives(finding)
                    .map(" The build goes on because of %s."::formatted)
                    .orElse("")));
  }
}
