package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.gate.Verdict;
import dev.bulwark.gate.WrittenVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.apache.maven.repository.internal.MavenRepositorySystemUtils;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.LocalRepository;
import org.eclipse.aether.repository.RemoteRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resolves with Maven's own resolver from a local repository. */
class BaselineArtifactTest {
  @TempDir Path repository;

  private PublishedBaseline resolved(String coordinates) {
    return resolved(coordinates, true, List.of());
  }

  private PublishedBaseline resolved(
      String coordinates, boolean offline, List<RemoteRepository> remote) {
    return resolved(Compared.BASELINE, coordinates, offline, remote);
  }

  private PublishedBaseline resolved(
      Compared as, String coordinates, boolean offline, List<RemoteRepository> remote) {
    @SuppressWarnings("deprecation")
    RepositorySystem resolver =
        MavenRepositorySystemUtils.newServiceLocator().getService(RepositorySystem.class);
    DefaultRepositorySystemSession settings = MavenRepositorySystemUtils.newSession();
    settings.setLocalRepositoryManager(
        resolver.newLocalRepositoryManager(settings, new LocalRepository(repository.toFile())));
    settings.setOffline(offline);
    @SuppressWarnings("deprecation")
    MavenSession session =
        new MavenSession(
            null, settings, new DefaultMavenExecutionRequest().setOffline(offline), null);
    MavenProject project =
        new MavenProject() {
          @Override
          public List<RemoteRepository> getRemoteProjectRepositories() {
            return remote;
          }
        };
    session.setProjects(List.of(project));
    return BaselineArtifact.of(as, coordinates).resolve(resolver, session);
  }

  private Path published(String name) throws IOException {
    Path file = repository.resolve("com/example/assistant/1.2.0/" + name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "abc");
  }

  @Test
  void findsTheSafetyFileOfAnArtifact() throws IOException {
    Path file = published("assistant-1.2.0-safety.json");
    PublishedBaseline found = resolved("com.example:assistant:1.2.0");
    assertThat(found.file()).contains(file);
    assertThat(found.coordinates()).isEqualTo("com.example:assistant:1.2.0:json:safety");
    // The first example of FIPS 180: SHA-256 of "abc".
    assertThat(found.sha256())
        .contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void findsAnotherFileByExtensionAndClassifier() throws IOException {
    Path file = published("assistant-1.2.0-release.txt");
    assertThat(resolved("com.example:assistant:1.2.0:txt:release").file()).contains(file);
  }

  @Test
  void findsAFileWithoutClassifier() throws IOException {
    Path file = published("assistant-1.2.0.json");
    PublishedBaseline found = resolved("com.example:assistant:1.2.0:json:");
    assertThat(found.file()).contains(file);
    assertThat(found.coordinates()).isEqualTo("com.example:assistant:1.2.0:json:");
  }

  @Test
  void saysWhatItDoesNotFind() {
    String missing =
        "The baseline's artifact com.example:assistant:1.2.0:json:safety can't be resolved: Could"
            + " not find artifact com.example:assistant:json:safety:1.2.0. Publish it to a"
            + " repository of this build, or name another in <baselineArtifact>.";
    for (boolean offline : List.of(true, false)) {
      assertThat(resolved("com.example:assistant:1.2.0", offline, List.of()))
          .isEqualTo(
              new PublishedBaseline(
                  Compared.BASELINE,
                  "com.example:assistant:1.2.0:json:safety",
                  Optional.empty(),
                  missing));
    }
  }

  @Test
  void saysThatAnAnchorIsNotFound() {
    assertThat(resolved(Compared.ANCHOR, "com.example:assistant:1.2.0", true, List.of()).absence())
        .isEqualTo(
            "The anchor's artifact com.example:assistant:1.2.0:json:safety can't be resolved: Could"
                + " not find artifact com.example:assistant:json:safety:1.2.0. Publish it to a"
                + " repository of this build, or name another in <anchorArtifact>.");
  }

  @Test
  void saysWhatMayBeFoundWithANetwork() {
    RemoteRepository remote =
        new RemoteRepository.Builder("there", "default", "https://there.invalid").build();
    assertThat(resolved("com.example:assistant:1.2.0", true, List.of(remote)).absence())
        .isEqualTo(
            "The baseline's artifact com.example:assistant:1.2.0:json:safety can't be resolved:"
                + " Cannot access there (https://there.invalid) in offline mode and the artifact"
                + " com.example:assistant:json:safety:1.2.0 has not been downloaded from it before."
                + " Run once without -o, so that Maven stores it in the local repository.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baseline.json",
        "g:a",
        "g:a:",
        "g:a:LATEST",
        "g:a:RELEASE",
        "g:a:[1,2)",
        "g:a:1:json:safety:x",
        "g:../a:1",
        "..:..:..",
        "g:a:1:..:safety",
        "g:a:1:json:.",
        "g:a:1::safety"
      })
  void refusesWhatNamesNoSingleOne(String coordinates) {
    Map<Compared, String> sentences =
        Map.of(
            Compared.BASELINE,
            "The baseline's artifact is '%s', which names no single one (<baselineArtifact> in the"
                + " pom).",
            Compared.ANCHOR,
            "The anchor's artifact is '%s', which names no single one (<anchorArtifact> in the"
                + " pom).");
    sentences.forEach(
        (as, sentence) ->
            assertThatThrownBy(() -> BaselineArtifact.of(as, coordinates))
                .isInstanceOf(BadInput.class)
                .hasMessage(
                    sentence.formatted(coordinates)
                        + " Write groupId:artifactId:version with a version that stays, such as"
                        + " com.example:assistant:1.2.0, or"
                        + " groupId:artifactId:version:extension:classifier, with nothing behind"
                        + " the last colon for a file without classifier."));
  }

  @Test
  void refusesTwoBaselines() {
    Optional<String> artifact = Optional.of("g:a:1");
    Optional<Path> file = Optional.of(Path.of("b.json"));
    assertThatThrownBy(
            () -> BaselineArtifact.given(Compared.BASELINE, artifact, file, Optional.empty()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "There are two baselines: the artifact g:a:1 and <baseline> b.json"
                + " (<baselineArtifact> in the pom). Name one of them.");
    assertThatThrownBy(
            () ->
                BaselineArtifact.given(
                    Compared.BASELINE, artifact, Optional.empty(), Optional.of(Path.of("r.jsonl"))))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "There are two baselines: the artifact g:a:1 and <baselineResults> r.jsonl"
                + " (<baselineArtifact> in the pom). Name one of them.");
    assertThatThrownBy(
            () -> BaselineArtifact.given(Compared.ANCHOR, artifact, file, Optional.empty()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "There are two anchors: the artifact g:a:1 and <anchor> b.json (<anchorArtifact> in the"
                + " pom). Name one of them.");
    for (Compared as : Compared.values()) {
      assertThatThrownBy(() -> BaselineArtifact.given(as, Optional.of(" "), file, Optional.empty()))
          .isInstanceOf(BadInput.class)
          .hasMessageStartingWith(
              "The " + as.word() + "'s artifact is '', which names no single one (");
    }
  }

  @Test
  void standsInTheVerdictWithItsHash() throws IOException {
    Path file = repository.resolve("verdict.json");
    Verdict verdict = Verdict.skipped("release", "For once.");
    List<PublishedBaseline> published =
        List.of(
            new PublishedBaseline(
                Compared.BASELINE, "g:a:1:json:safety", Optional.of(published("b.json")), ""),
            new PublishedBaseline(
                Compared.ANCHOR, "g:a:0:json:safety", Optional.of(published("a.json")), ""));
    new VerdictFile(file).write(verdict, List.of(), published);
    JsonNode tree = new JsonMapper().readTree(Files.readString(file));
    JsonNode artifact = tree.get("baselineArtifact");
    assertThat(artifact.get("coordinates").asText()).isEqualTo("g:a:1:json:safety");
    assertThat(artifact.get("sha256").asText()).startsWith("ba7816bf");
    assertThat(tree.get("anchorArtifact").get("coordinates").asText())
        .isEqualTo("g:a:0:json:safety");
    assertThat(Verdict.read(file)).isEqualTo(verdict);
    String hash = "SHA-256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.";
    assertThat(new VerdictFile(file).notes(WrittenVerdict.in(file).fields()))
        .containsExactly(
            "The baseline is the artifact g:a:1:json:safety, " + hash,
            "The anchor is the artifact g:a:0:json:safety, " + hash);
  }
}
