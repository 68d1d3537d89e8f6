package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import dev.bulwark.model.Projection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
  @TempDir Path folder;

  @Test
  void aSectionIsLaidOverTheDefaults() throws IOException {
    SettingsFile file =
        write(
            "# of our project\n"
                + "safety-sft:\n"
                + "  optimisation: {epochs: 3, learningRate: 1e-5}\n"
                + "  lora:\n"
                + "    rank: 8\n"
                + "    projections: [q, v]\n"
                + "  precision: fp32\n");
    SafetySftSettings settings =
        Settings.overlay(SafetySftSettings.defaults(), file.section("safety-sft"));
    assertThat(settings)
        .isEqualTo(
            SafetySftSettings.defaults()
                .epochs(3)
                .learningRate(1e-5)
                .lora(new Lora(8, Lora.off().alpha(), List.of(Projection.Q, Projection.V)))
                .precision(PrecisionChoice.FP32));
    assertThat(Settings.overlay(Answering.defaults(), file.section("evaluate")))
        .isEqualTo(Answering.defaults());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing yet\n", "---\n"})
  void anEmptyFileSetsNothing(String text) throws IOException {
    assertThat(Settings.overlay(SafetySftSettings.defaults(), write(text).section("safety-sft")))
        .isEqualTo(SafetySftSettings.defaults());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "safety-sft: {lorra: {rank: 8}} | Unknown setting 'lorra', known here are checkpoints,"
            + " data, device, lora, optimisation, precision, validation (%s: safety-sft). Correct"
            + " the name or remove it.",
        "safety-sft: {lora: {ranc: 8}} | Unknown setting 'ranc', known here are alpha, projections,"
            + " rank, upper (%s: safety-sft.lora). Correct the name or remove it.",
        "safety-sft: {lora: {rank: -1}} | rank is -1, but must be 0 or more (%s: safety-sft.lora)."
            + " Set a value in that range, or leave it out for the default.",
        "safety-sft: {lora: {rank: many}} | lora.rank is \"many\", but must be a whole number"
            + " (%s: safety-sft). Set a value in that range, or leave it out for the default.",
        "safety-sft: {lora: } | lora is empty (%s: safety-sft). Set a value, or leave it out for"
            + " the default.",
        "safety_sft: {} | Unknown section 'safety_sft', known here are context-distillation, dpo,"
            + " evaluate, ghost-attention, grpo, ppo, rejection-sampling, reward-model, safety-sft"
            + " (%s)."
            + " Correct the name or remove it.",
        "safety-sft: 3 | A section is not a group of settings (%s). Write the name of a stage, such"
            + " as safety-sft:, and its settings indented below it.",
        "[1, 2] | A section is not a group of settings (%s). Write the name of a stage, such as"
            + " safety-sft:, and its settings indented below it.",
      })
  void whatIsWrongIsNamedWithItsPlace(String text, String message) throws IOException {
    Path path = folder.resolve(SettingsFile.NAME);
    assertThatThrownBy(
            () -> Settings.overlay(SafetySftSettings.defaults(), write(text).section("safety-sft")))
        .isInstanceOf(BadInput.class)
        .hasMessage(message.formatted(path));
  }

  @ParameterizedTest
  @CsvSource({"'safety-sft:\n  lora: [\n', 2", "'safety-sft: {}\nsafety-sft: {}\n', 2"})
  void textThatIsNoYamlIsNamedByItsLine(String text, int line) {
    assertThatThrownBy(() -> write(text))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("The line is not valid YAML: ")
        .hasMessageEndingWith(
            " (%s:%d). Mend the line.".formatted(folder.resolve(SettingsFile.NAME), line));
  }

  @Test
  void aMissingFileIsNamed() {
    Path path = folder.resolve("none.yml");
    assertThatThrownBy(() -> SettingsFile.in(path))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "There is no such settings file (%s). Correct the path, or write one.".formatted(path));
  }

  private SettingsFile write(String text) throws IOException {
    return SettingsFile.in(Files.writeString(folder.resolve(SettingsFile.NAME), text));
  }
}
