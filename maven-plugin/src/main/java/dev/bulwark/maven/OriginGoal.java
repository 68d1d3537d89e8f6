package dev.bulwark.maven;

import dev.bulwark.cli.Places;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.PromptPlaces;
import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** A goal whose results must be of the suite, and of who answers, as the pom names them. */
@SuppressWarnings("NullAway.Init")
abstract class OriginGoal extends RulesGoal {
  /**
   * The folder of the prompts that the results must be of. Where it is not on this machine, the log
   * says so and the results are not compared with it.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "bulwark.suite",
      defaultValue = "${project.basedir}/src/test/safety-suite",
      required = true)
  private File suite;

  /**
   * Whether the suite that comes with Bulwark takes the place of the folder {@code suite}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.standardSuite", defaultValue = "false")
  private boolean standardSuite;

  /**
   * Attacks that the suite's plain harmful prompts are asked in as well: {@code base64}, {@code
   * rot13}, {@code leetspeak}, {@code homoglyph}, {@code role-play}, {@code prefix-injection},
   * {@code refusal-suppression}, {@code payload-split}, {@code warm-up}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.attacks")
  private @Nullable List<String> attacks;

  /**
   * The folder of the model that the results must be of; without one, and without {@code responses}
   * or {@code endpoint}, any model's will do. Where it is not on this machine, the log says so and
   * the results are not compared with it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.model")
  private @Nullable File model;

  /**
   * The file of recorded answers that the results must be of; it takes the model's place. Where it
   * is not on this machine, the log says so and the results are not compared with it.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.responses")
  private @Nullable File responses;

  /**
   * The model behind an endpoint that the results must be of, by its {@code url} and {@code model};
   * it takes the place of the one in a folder. Nothing is asked of it.
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable PlexusConfiguration endpoint;

  /** What makes sure that results belong here. */
  final Origin origin(Consumer<String> log) {
    return new Origin(suite.toPath(), questions(), answering(), log);
  }

  private Questions questions() {
    return new Questions(standardSuite, attacks == null ? List.of() : attacks);
  }

  private Origin.Answering answering() {
    return new Origin.Answering(
        Optional.ofNullable(model).map(File::toPath),
        Optional.ofNullable(responses).map(File::toPath),
        Optional.ofNullable(endpoint).map(PomTree::object));
  }

  @Override
  final void whatThePomNames(String... more) {
    Stream<String> own =
        Stream.of("attacks", "endpoint", "model", "responses", "standardSuite", "suite");
    super.whatThePomNames(Stream.concat(own, Stream.of(more)).toArray(String[]::new));
  }

  /** What is read to find out where results are from. */
  final Places readingOrigin(Places places) {
    Places reading = places.reading("suite", suite.toPath());
    if (model != null) {
      reading = reading.reading("model", model.toPath());
    }
    return responses == null ? reading : reading.reading("responses", responses.toPath());
  }

  /** Where the prompts stand, as far as they are on this machine. */
  final PromptPlaces prompts() {
    try {
      return standardSuite || !suite.exists() ? PromptPlaces.NONE : PromptPlaces.in(suite.toPath());
    } catch (BadInput e) {
      // The verdict says so.
      return PromptPlaces.NONE;
    }
  }
}
