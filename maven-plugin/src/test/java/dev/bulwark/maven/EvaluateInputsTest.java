package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.cli.Places;
import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.codehaus.plexus.configuration.DefaultPlexusConfiguration;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What evaluate must not remove as old results. */
class EvaluateInputsTest {
  @TempDir Path project;
  private Path weights;

  @BeforeEach
  void rewardModel() throws IOException {
    Path reward = Files.createDirectory(project.resolve("reward"));
    weights = Files.writeString(reward.resolve("model.safetensors"), "weights");
  }

  private EvaluateInputs writing(Path results) {
    return new EvaluateInputs(Places.none().writingResults("results", results));
  }

  private static PlexusConfiguration judge(String... folders) {
    PlexusConfiguration judge = new DefaultPlexusConfiguration("judge");
    judge.addChild("threshold", "0.25");
    for (String folder : folders) {
      judge.addChild("safety", folder);
    }
    return judge;
  }

  @Test
  void aFileOfTheModelThatJudgesIsNoOldResult() {
    assertThatThrownBy(
            () -> writing(weights).judgedBy(judge(" reward\n"), project).places().clear())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The results would be written over the reward model that judges, reward, or into it: %s"
                    .formatted(project.resolve("reward"))
                + " (%s). Name another place for the results.".formatted(weights));
    assertThat(weights).exists();
  }

  @Test
  void anElementThatStandsTwiceProtectsBoth() {
    assertThatThrownBy(
            () -> writing(weights).judgedBy(judge("reward", "other"), project).places().clear())
        .isInstanceOf(BadInput.class);
    assertThat(weights).exists();
  }

  @Test
  void whatCannotBeNamedKeepsNoOldResults() throws IOException {
    Path old = Files.writeString(project.resolve("results.jsonl"), "old");
    EvaluateInputs inputs =
        writing(old)
            .with(places -> places.reading("model", Path.of("\0")))
            .judgedBy(judge("\0", "reward"), project);
    assertThat(inputs.places().reads()).containsOnlyKeys("reward model that judges, reward");
    inputs.places().clear();
    assertThat(old).doesNotExist();
  }

  @Test
  void noModelJudgesWithoutAnElementThatNamesOne() {
    assertThat(writing(weights).judgedBy(null, project).places().reads()).isEmpty();
    assertThat(writing(weights).judgedBy(judge(), project).places().reads()).isEmpty();
  }
}
