package dev.bulwark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedPromptsTest {
  @TempDir Path folder;

  @Test
  void findsWhatEachStageTrainedOnWhateverItsCaseAndPunctuation() {
    TrainedPrompts.none()
        .with("safety-sft", List.of("Open the moon gate!", "Second"))
        .write(folder);
    TrainedPrompts.in(folder).with("ppo", List.of("second")).write(folder);
    TrainedPrompts read = TrainedPrompts.in(folder);
    assertThat(read.stagesOf("  open THE moon-gate")).containsExactly("safety-sft");
    assertThat(read.stagesOf("second?")).containsExactly("ppo", "safety-sft");
    assertThat(read.stagesOf("Open the sun gate")).isEmpty();
    assertThat(read.stagesOf("???")).isEmpty();
  }

  @Test
  void takesTenBytesAPromptOrSo() throws IOException {
    List<String> texts = IntStream.range(0, 3_000).mapToObj(i -> "p" + i).toList();
    TrainedPrompts.none().with("safety-sft", texts).write(folder);
    assertThat(Files.size(folder.resolve(TrainedPrompts.FILE))).isLessThan(3_000 * 11 + 100);
  }

  @Test
  void aModelWithoutTheFileHasNone() {
    assertThat(TrainedPrompts.in(folder).stagesOf("anything")).isEmpty();
  }

  @Test
  void namesAFileThatIsBroken() throws IOException {
    Path file = folder.resolve(TrainedPrompts.FILE);
    Files.writeString(file, "{\"stage\":\"sft\",\"normalisation\":2,\"hashes\":\"AAAA\"}\n");
    assertThatThrownBy(() -> TrainedPrompts.in(folder))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "What the model was trained on can't be read ("
                + file
                + ":1). Restore the file, or train the model again.");
    Files.writeString(file, "{");
    assertThatThrownBy(() -> TrainedPrompts.in(folder)).isInstanceOf(BadInput.class);
  }
}
