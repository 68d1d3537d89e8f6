package dev.bulwark.maven;

import dev.bulwark.cli.Job;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** A forked goal whose work needs the tensor engine and can be set to work otherwise. */
@SuppressWarnings("NullAway.Init")
abstract class TensorGoal extends ForkGoal {
  private static final String SETTINGS = "<settings> in the pom";

  /**
   * What differs from the defaults; an unknown name is an error that lists the known ones.
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable PlexusConfiguration settings;

  /** The settings as they stand in the pom. */
  final Job.Overlay overlay() {
    return new Job.Overlay(PomTree.object(settings), SETTINGS);
  }

  @Override
  final List<String> besides() {
    return Natives.coordinates(
        PomTree.object(settings).path("device").asText(),
        Optional.ofNullable(System.getenv("PYTORCH_LIBRARY_PATH")));
  }
}
