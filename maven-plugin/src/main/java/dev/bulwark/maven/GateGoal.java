package dev.bulwark.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** A goal that reads results in Maven's own JVM: no model, no tensors. */
@SuppressWarnings("NullAway.Init")
abstract class GateGoal extends BulwarkGoal {
  /**
   * The results to read, as {@code evaluate} wrote them.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.results",
      defaultValue = "${project.build.directory}/bulwark/results.jsonl",
      required = true)
  protected File results;

  /**
   * The baseline file: what the results are compared with. It belongs under version control.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.baseline",
      defaultValue = "${project.basedir}/src/test/safety-baselines/release.json",
      required = true)
  protected File baseline;

  /** The baseline file where somebody named one; the default is only a place to look. */
  final Optional<Path> ownBaseline() {
    Path usual =
        session()
            .getCurrentProject()
            .getBasedir()
            .toPath()
            .resolve("src/test/safety-baselines/release.json");
    return Optional.of(baseline.toPath()).filter(path -> !path.equals(usual));
  }
}
