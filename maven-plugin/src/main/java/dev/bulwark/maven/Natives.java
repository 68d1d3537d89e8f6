package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/**
 * What a forked JVM needs beside the plugin's own artifacts: the engine's native libraries for this
 * platform where it computes, and the logging interface, which Maven keeps from plugins because it
 * has its own. All come through Maven's resolver, so that mirrors, credentials and {@code -o} hold
 * for them too.
 */
final class Natives {
  private Natives() {}

  /**
   * Resolves them.
   *
   * @throws BadInput where a repository does not have them or Maven is offline
   */
  static List<Path> resolve(
      List<String> coordinates, RepositorySystem resolver, MavenSession session) {
    List<RemoteRepository> repositories = session.getCurrentProject().getRemotePluginRepositories();
    List<Path> files = new ArrayList<>();
    for (String one : coordinates) {
      Artifact artifact = new DefaultArtifact(one);
      try {
        files.add(
            resolver
                .resolveArtifact(
                    session.getRepositorySession(),
                    new ArtifactRequest(artifact, repositories, "plugin"))
                .getArtifact()
                .getFile()
                .toPath());
      } catch (ArtifactResolutionException e) {
        throw unresolved(one, session.isOffline(), e);
      }
    }
    return files;
  }

  /** DJL's name for a platform. */
  static String classifier(String system, String processor) {
    String os = system.toLowerCase(Locale.ROOT);
    boolean arm = processor.equals("aarch64") || processor.equals("arm64");
    if (os.startsWith("linux")) {
      return arm ? "linux-aarch64" : "linux-x86_64";
    }
    if (os.startsWith("mac") && arm) {
      return "osx-aarch64";
    }
    if (os.startsWith("windows") && !arm) {
      return "win-x86_64";
    }
    throw new BadInput(
        "There is no PyTorch library for " + system + " on " + processor,
        "this machine",
        "Run on Linux, on Windows with an x86 processor, or on a Mac with an ARM processor");
  }

  /**
   * What a job with tensors needs.
   *
   * @param device as the settings name it
   * @param installed where PyTorch is installed, empty where it is not
   * @throws BadInput if a GPU is named without such a place: repositories have no library for one
   */
  static List<String> coordinates(String device, Optional<String> installed) {
    String classifier = classifier(System.getProperty("os.name"), System.getProperty("os.arch"));
    List<String> coordinates = new ArrayList<>();
    if (!device.startsWith("gpu")) {
      coordinates.add(properties().getProperty("natives").formatted(classifier));
    } else if (installed.isEmpty()) {
      throw noCuda(device);
    }
    coordinates.addAll(logging());
    return coordinates;
  }

  /** What every job needs. */
  static List<String> logging() {
    return List.of(properties().getProperty("logging").split(","));
  }

  private static Properties properties() {
    Properties properties = new Properties();
    try (InputStream in = Natives.class.getResourceAsStream("fork.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("The plugin's own resource can't be read", e);
    }
    return properties;
  }

  private static BadInput noCuda(String device) {
    return new BadInput(
        "device is " + device + ", but Maven's repositories have no PyTorch for GPUs",
        "<settings> in the pom",
        "Install PyTorch %s for CUDA 12.8, and set the environment's PYTORCH_LIBRARY_PATH to the"
                .formatted(properties().getProperty("pytorch"))
            + " folder of its libraries and PYTORCH_FLAVOR to cu128; or set device to auto");
  }

  private static BadInput unresolved(
      String coordinates, boolean offline, ArtifactResolutionException e) {
    return new BadInput(
        "The artifact " + coordinates + " can't be resolved: " + e.getMessage(),
        "Maven's repositories",
        offline
            ? "Run once without -o, so that Maven stores it in the local repository"
            : "Make it available in a plugin repository of this build");
  }
}
