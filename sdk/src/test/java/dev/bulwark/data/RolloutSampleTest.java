package dev.bulwark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutSampleTest {
  private static final RolloutSample SAMPLE =
      new RolloutSample(1, Prompt.Kind.HARMFUL, "Why?", "no", -1.25);
  private static final String REMEDY =
      "Remove the file: nothing but the page of the training needs it.";

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void file() {
    file = folder.resolve(RolloutSample.FILE);
  }

  @Test
  void readsWhatItWrote() {
    assertThat(RolloutSample.in(file)).isEmpty();
    RolloutSample.write(List.of(SAMPLE), file);
    assertThat(RolloutSample.in(file)).containsExactly(SAMPLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "1",
        "no",
        "",
        "{'iteration':1,'kind':'HARMFUL','prompt':null,'answer':'no','score':1}",
        "{'iteration':1,'kind':'HARMFUL','prompt':'Why?','answer':null,'score':1}",
        "{'iteration':1,'kind':null,'prompt':'Why?','answer':'no','score':1}",
        "{'iteration':1,'kind':0,'prompt':'Why?','answer':'no','score':1}",
        "{'iteration':null,'kind':'HARMFUL','prompt':'Why?','answer':'no','score':1}",
        "{'iteration':1,'kind':'HARMFUL','prompt':'Why?','answer':'no'}"
      })
  void refusesALineThatIsNoSample(String line) throws IOException {
    RolloutSample.write(List.of(SAMPLE), file);
    Files.writeString(file, Files.readString(file) + line.replace('\'', '"') + "\n");
    assertThatThrownBy(() -> RolloutSample.in(file))
        .isInstanceOf(BadInput.class)
        .hasMessage("Line 2 is no sample of a rollout (" + file + "). " + REMEDY);
  }

  @Test
  void refusesAnotherEncodingByName() throws IOException {
    Files.write(file, "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> RolloutSample.in(file))
        .isInstanceOf(BadInput.class)
        .hasMessage("The file is not UTF-8 text (" + file + "). " + REMEDY);
  }
}
