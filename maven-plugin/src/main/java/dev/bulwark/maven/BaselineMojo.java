package dev.bulwark.maven;

import dev.bulwark.cli.Places;
import dev.bulwark.evaluate.Evaluation;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes the present results the baseline that later ones are compared with, and settles the auto
 * margins of the rules by what so many prompts can show. Runs by hand only: nothing else may move
 * the line. Where the results are worse than the baseline that is there, it wants a reason, which
 * stands in the file.
 *
 * @since 0.1.0
 */
@Mojo(name = "baseline", threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class BaselineMojo extends BaselineGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.baseline.skip", defaultValue = "false")
  private boolean skipBaseline;

  /**
   * The results of a second run of the same model, which show how much of a change is chance;
   * without them auto margins are wider.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.secondResults")
  private @Nullable File secondResults;

  @Override
  void run() {
    refuseABuild();
    whatThePomNames("secondResults");
    Optional<File> second = Optional.ofNullable(secondResults);
    Places places = reading(Places.none().readingResults("results", results.toPath()));
    second
        .map(file -> places.readingResults("results of the second run", file.toPath()))
        .orElse(places)
        .writing("baseline", baseline.toPath())
        .check();
    Evaluation first = evaluation(results.toPath());
    write(
        first,
        gate(baseline.toPath()).baseline(first, second.map(File::toPath).map(this::evaluation)));
  }

  @Override
  boolean skippedAlone() {
    return skipBaseline;
  }
}
