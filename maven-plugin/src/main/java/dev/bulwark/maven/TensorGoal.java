package dev.bulwark.maven;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.cli.Job;
import dev.bulwark.stage.SettingsFile;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.jspecify.annotations.Nullable;

/** A forked goal whose work needs the tensor engine and can be set to work otherwise. */
@SuppressWarnings("NullAway.Init")
abstract class TensorGoal extends ForkGoal {
  private static final String SETTINGS = "<settings> in the pom";
  private static final String DEVICE = "device";

  /**
   * A YAML file with settings, those of this goal under its name; {@code bulwark.yml} in the
   * project's folder where there is one. {@code <settings>} go over them.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.settingsFile")
  private @Nullable File settingsFile;

  /**
   * What differs from the defaults; an unknown name is an error that lists the known ones.
   *
   * @since 0.1.0
   */
  @Parameter private @Nullable PlexusConfiguration settings;

  /** The settings as they stand in the pom and in the settings file. */
  final Job.Overlay overlay() {
    return new Job.Overlay(PomTree.object(settings), SETTINGS, file().orElse(null));
  }

  private Optional<Path> file() {
    if (settingsFile != null) {
      return Optional.of(
          existing(settingsFile, "settingsFile", "Correct the path, or write the file"));
    }
    return Optional.of(
            session().getCurrentProject().getBasedir().toPath().resolve(SettingsFile.NAME))
        .filter(Files::isRegularFile);
  }

  @Override
  final List<String> besides() {
    return Natives.coordinates(
        device(), Optional.ofNullable(System.getenv("PYTORCH_LIBRARY_PATH")));
  }

  private String device() {
    String section = execution().getGoal();
    String inFile =
        file().map(path -> device(SettingsFile.in(path).section(section).tree(), "")).orElse("");
    return device(PomTree.object(settings), inFile);
  }

  /** Some stages have it among the settings of the machine. */
  private static String device(JsonNode tree, String otherwise) {
    return tree.path(DEVICE).asText(tree.path("machine").path(DEVICE).asText(otherwise));
  }
}
