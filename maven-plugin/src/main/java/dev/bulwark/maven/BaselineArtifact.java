package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.transfer.RepositoryOfflineException;

/**
 * A baseline that somebody published, so that several projects hold to the same one. It comes
 * through Maven's resolver: from mirrors, with credentials, and from the local repository under
 * {@code -o}.
 *
 * @param as which of the two baselines it is
 * @param artifact what to resolve
 */
record BaselineArtifact(Compared as, Artifact artifact) {
  private static final String EXTENSION = "json";
  private static final String CLASSIFIER = "safety";

  /** Dots alone would be a folder above. */
  private static final Pattern PART = Pattern.compile("(?!\\.+$)[A-Za-z0-9_.+-]+");

  private static final List<String> MOVING = List.of("LATEST", "RELEASE");

  /**
   * The one of a pom or a command line, if any.
   *
   * @param as which of the two baselines it is
   * @param coordinates as the parameter has them
   * @param file a file that is named for it besides
   * @param results other results that are
   * @throws BadInput for coordinates that are none or blank, for a version that means another one
   *     tomorrow, and where something else is named besides
   */
  static Optional<BaselineArtifact> given(
      Compared as, Optional<String> coordinates, Optional<Path> file, Optional<Path> results) {
    Optional<String> text = coordinates.map(String::strip);
    Optional<BaselineArtifact> found = text.map(words -> of(as, words));
    text.ifPresent(
        words -> {
          file.ifPresent(path -> refuse(as, words, "<" + as.word() + "> " + path));
          results.ifPresent(path -> refuse(as, words, "<baselineResults> " + path));
        });
    return found;
  }

  private static void refuse(Compared as, String coordinates, String other) {
    throw new BadInput(
        "There are two " + as.word() + "s: the artifact " + coordinates + " and " + other,
        as.element() + " in the pom",
        "Name one of them");
  }

  /**
   * From {@code groupId:artifactId:version}, then extension and classifier where they differ;
   * nothing behind the fourth colon is no classifier.
   */
  static BaselineArtifact of(Compared as, String coordinates) {
    List<String> parts = List.of(coordinates.split(":", -1));
    boolean wellFormed =
        parts.size() >= 3
            && parts.size() <= 5
            && parts.stream().limit(4).allMatch(part -> PART.matcher(part).matches())
            && (parts.size() < 5 || parts.get(4).isEmpty() || PART.matcher(parts.get(4)).matches());
    if (!wellFormed || MOVING.contains(parts.get(2))) {
      throw new BadInput(
          "The " + as.word() + "'s artifact is '" + coordinates + "', which names no single one",
          as.element() + " in the pom",
          "Write groupId:artifactId:version with a version that stays, such as"
              + " com.example:assistant:1.2.0, or groupId:artifactId:version:extension:classifier,"
              + " with nothing behind the last colon for a file without classifier");
    }
    return new BaselineArtifact(
        as,
        new DefaultArtifact(
            parts.get(0),
            parts.get(1),
            parts.size() > 4 ? parts.get(4) : CLASSIFIER,
            parts.size() > 3 ? parts.get(3) : EXTENSION,
            parts.get(2)));
  }

  /** Resolves it; where that fails, what is returned says so. */
  PublishedBaseline resolve(RepositorySystem resolver, MavenSession session) {
    try {
      Artifact found =
          resolver
              .resolveArtifact(
                  session.getRepositorySession(),
                  new ArtifactRequest(
                      artifact,
                      session.getCurrentProject().getRemoteProjectRepositories(),
                      "bulwark"))
              .getArtifact();
      return new PublishedBaseline(as, words(found), Optional.of(found.getFile().toPath()), "");
    } catch (ArtifactResolutionException e) {
      return new PublishedBaseline(
          as,
          words(artifact),
          Optional.empty(),
          "The "
              + as.word()
              + "'s artifact "
              + words(artifact)
              + " can't be resolved: "
              + String.valueOf(e.getMessage()).replaceFirst("[.\\s]+$", "")
              + (isForWantOfANetwork(e)
                  ? ". Run once without -o, so that Maven stores it in the local repository."
                  : ". Publish it to a repository of this build, or name another in "
                      + as.element()
                      + "."));
    }
  }

  /** Whether some repository was not asked because of {@code -o}. */
  private static boolean isForWantOfANetwork(ArtifactResolutionException e) {
    return e.getResult().getExceptions().stream()
        .anyMatch(one -> one.getCause() instanceof RepositoryOfflineException);
  }

  /** The coordinates. */
  @Override
  public String toString() {
    return words(artifact);
  }

  /** As it is written in a pom; a snapshot's version is that of the very file. */
  private static String words(Artifact artifact) {
    return String.join(
        ":",
        artifact.getGroupId(),
        artifact.getArtifactId(),
        artifact.getVersion(),
        artifact.getExtension(),
        artifact.getClassifier());
  }
}
