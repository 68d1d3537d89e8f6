package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.backend.Backend;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.StageMetrics;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Sampling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetySftTest {
  private static final List<String> WHOLE =
      List.of(
          "config.json",
          "metrics.jsonl",
          "model.safetensors",
          "model.sha256",
          "stage.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "trained-prompts.jsonl");

  @TempDir Path folder;
  private ModelFolder model;
  private Path data;
  private Path output;
  private final List<Progress> progress = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void inputs() {
    model = ModelFolder.open(Folders.copyIn(folder));
    data =
        Folders.lines(
            folder.resolve("d.jsonl"),
            Folders.turn("How?", "No."),
            Folders.turn("Why?", "No."),
            Folders.turn("When?", "No."),
            Folders.turn("Who?", "No."));
    output = folder.resolve("run/tuned");
  }

  @Test
  void tunedFolderIsWholeAndAnswersWhatItLearned() {
    ModelFolder tuned = run(1, s -> s.learningRate(5e-3).epochs(30));
    assertThat(tuned.path()).isEqualTo(output);
    assertThat(Folders.in(output)).isEqualTo(WHOLE);
    assertThat(Folders.in(output.getParent())).containsExactly("tuned");
    assertThat(answers(tuned)).containsExactly("No.", "No.");
    assertThat(answers(model)).doesNotContain("No.");
  }

  /** A quarter of four demonstrations, rounded up, and both of the others: three examples. */
  @Test
  void aShareOfTheSafetyDataIsLearnedBesideAllOfTheOthers() throws IOException {
    Path csv =
        Files.writeString(folder.resolve("h.csv"), "ask,answer\nWhere?,Here.\nWhich?,This.\n");
    SafetySFT stage =
        SafetySFT.on(Conversations.in(data))
            .beside(Conversations.in(csv).columns(Map.of("prompt", "ask", "completion", "answer")))
            .with(s -> s.batch(1).epochs(1).precision(PrecisionChoice.FP32))
            .with(s -> s.data(d -> d.safetyShare(0.25)));
    stage.prepare(model).run(new StageRun(model, output, 17, watcher()));
    assertThat(notes).contains("safety-sft: 6 of 6 records kept");
    assertThat(Files.readAllLines(output.resolve("metrics.jsonl"))).hasSize(3);
    assertThat(TrainedPrompts.in(output).stagesOf("which")).containsExactly("safety-sft");
    assertThat(TrainedPrompts.in(output).stagesOf("whose")).isEmpty();
  }

  @Test
  void nothingToLearnIsAnError() {
    SafetySFT stage = SafetySFT.on(Conversations.in(data)).with(s -> s.data(d -> d.safetyShare(0)));
    assertThatThrownBy(() -> stage.prepare(model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "No conversation is left to learn from: 4 of 4 records kept (%s). ".formatted(data)
                + "Add conversations, raise data.safetyShare, or let longer ones be learned.");
  }

  @Test
  void folderWithoutItsPromptsIsNotUpToDate() throws IOException {
    trainsAgain(() -> run(17, s -> s));
    Files.delete(output.resolve(TrainedPrompts.FILE));
    trainsAgain(() -> run(17, s -> s));
  }

  @Test
  void folderWithoutItsMetricsIsNotUpToDate() throws IOException {
    trainsAgain(() -> run(17, s -> s));
    Files.delete(output.resolve(StageMetrics.FILE));
    trainsAgain(() -> run(17, s -> s));
  }

  @Test
  void folderThatWasChangedIsNotUpToDate() throws IOException {
    run(1, s -> s);
    Files.copy(
        model.path().resolve("model.safetensors"),
        output.resolve("model.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);
    trainsAgain(() -> run(1, s -> s));
  }

  @Test
  void recordSaysHowItCameAbout() throws IOException {
    run(7, s -> s);
    JsonNode record = new ObjectMapper().readTree(output.resolve("stage.json").toFile());
    assertThat(record.path("stage").asText()).isEqualTo("safety-sft");
    assertThat(record.path("seed").asLong()).isEqualTo(7);
    assertThat(record.path("data").asText()).isEqualTo(Conversations.in(data).fingerprint());
    assertThat(record.path("model").asText()).isEqualTo(model.hash());
    assertThat(record.path("settings").path("optimisation").path("batch").asInt()).isEqualTo(2);
    assertThat(record.path("versions").properties())
        .extracting(version -> version.getKey())
        .containsExactly("bulwark", "djl", "java", "platform", "pytorch");
  }

  @Test
  void metricsHaveALineForEveryStep() throws IOException {
    run(1, s -> s.epochs(3));
    // 4 conversations in batches of 2, three times over.
    List<String> lines = Files.readAllLines(output.resolve("metrics.jsonl"));
    assertThat(lines).hasSize(6);
    for (int i = 0; i < 6; i++) {
      JsonNode line = new ObjectMapper().readTree(lines.get(i));
      assertThat(line.path("step").asInt()).isEqualTo(i + 1);
      for (String figure : List.of("loss", "learningRate", "gradientNorm", "tokens", "seconds")) {
        assertThat(line.path(figure).isNumber()).as(figure).isTrue();
      }
    }
    assertThat(progress).extracting(Progress::done).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(progress).extracting(Progress::total).containsOnly(6L);
  }

  @Test
  void secondRunIsUpToDateAndTrainsNothing() throws IOException {
    run(1, s -> s);
    byte[] weights = Files.readAllBytes(output.resolve("model.safetensors"));
    progress.clear();
    notes.clear();
    run(1, s -> s);
    assertThat(progress).isEmpty();
    assertThat(notes)
        .containsExactly("safety-sft is up to date: inputs and settings are unchanged");
    assertThat(Files.readAllBytes(output.resolve("model.safetensors"))).isEqualTo(weights);
  }

  @Test
  void changedSeedSettingDataOrModelTrainsAgain() throws IOException {
    run(1, s -> s);
    trainsAgain(() -> run(2, s -> s));
    trainsAgain(() -> run(2, s -> s.learningRate(2e-3)));
    Files.writeString(data, Folders.turn("What?", "No.") + "\n");
    trainsAgain(() -> run(2, s -> s.learningRate(2e-3)));
    Folders.editJson(model.path().resolve("config.json"), config -> config.put("remark", "other"));
    trainsAgain(() -> run(2, s -> s.learningRate(2e-3)));
    assertThat(notes).filteredOn(note -> note.startsWith("Computes on ")).hasSize(5);
  }

  @Test
  void sameInputsGiveTheSameFile() throws IOException {
    run(1, s -> s);
    byte[] once = Files.readAllBytes(output.resolve("model.safetensors"));
    output = folder.resolve("other/tuned");
    run(1, s -> s);
    assertThat(Files.readAllBytes(output.resolve("model.safetensors"))).isEqualTo(once);
  }

  @Test
  void adaptersEndMergedInAPlainFolder() throws IOException {
    ModelFolder tuned = run(1, s -> s.lora(Lora.rank(4)).learningRate(2e-2).epochs(30));
    assertThat(Folders.in(output)).containsAll(WHOLE).hasSize(WHOLE.size() + 1);
    assertThat(Folders.in(output.resolve("adapter")))
        .containsExactly("adapter_config.json", "adapter_model.safetensors");
    assertThat(answers(tuned)).containsExactly("No.", "No.");
    // Same tensors in the same types: nothing of the adapter is in the model itself.
    assertThat(Files.size(output.resolve("model.safetensors")))
        .isCloseTo(Files.size(model.path().resolve("model.safetensors")), within(64L));
  }

  private void trainsAgain(Runnable run) {
    progress.clear();
    run.run();
    assertThat(progress).isNotEmpty();
    assertThat(Folders.in(output)).isEqualTo(WHOLE);
    assertThat(Folders.in(output.getParent())).containsExactly("tuned");
  }

  private Watcher watcher() {
    return new Heard(progress, notes);
  }

  private ModelFolder run(long seed, UnaryOperator<SafetySftSettings> change) {
    return SafetySFT.on(Conversations.in(data))
        .with(s -> change.apply(s.batch(2).epochs(1).precision(PrecisionChoice.FP32)))
        .prepare(model)
        .run(new StageRun(model, output, seed, watcher()));
  }

  private static List<String> answers(ModelFolder model) {
    List<Prompt> prompts = List.of(prompt("How?"), prompt("Who?"));
    try (LocalResponder responder =
        new LocalResponder(model, Compute.FP32, Sampling.greedy(8), Backend.local())) {
      return responder.respond(prompts);
    }
  }

  private static Prompt prompt(String text) {
    return Prompt.of(text, Prompt.Kind.HELPFUL, text);
  }
}
