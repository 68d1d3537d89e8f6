package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Preferences;
import dev.bulwark.data.Progress;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.train.Optimisation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DpoTest {
  @TempDir Path folder;
  private RewardRuns runs;
  private Path output;
  private final List<Progress> progress = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void inputs() {
    runs = new RewardRuns(folder);
    output = folder.resolve("run/dpo");
  }

  private DPO stage() {
    return DPO.on(Preferences.in(runs.pairs("p.jsonl", 40, RewardRuns.NO_LABELS, "What is ")))
        .with(s -> s.precision(PrecisionChoice.FP32).use(new DpoSettings.Use(0.25, 256)))
        .with(s -> s.optimisation(o -> new Optimisation(1e-3, 0.1, 0.1, 0, 1, 8, 2)));
  }

  private static JsonNode tree(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ModelFolder run(DPO stage) {
    Watcher watcher = new Heard(progress, notes);
    return stage.prepare(runs.model).run(new StageRun(runs.model, output, 1, watcher));
  }

  @Test
  void prefersWhatWasChosenOnPairsThatItNeverSaw() {
    ModelFolder tuned = run(stage());
    assertThat(tuned.path()).isEqualTo(output);
    assertThat(Folders.in(output))
        .containsExactly(
            "config.json",
            "metrics.jsonl",
            "model.safetensors",
            "model.sha256",
            "preferences",
            "stage.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "trained-prompts.jsonl");
    JsonNode report = Fixtures.json(output.resolve("preferences/report.json"));
    int heldOut = report.at("/heldOut/pairs").asInt();
    assertThat(heldOut).isBetween(3, 20);
    assertThat(report.at("/learned/pairs").asInt()).isEqualTo(40 - heldOut);
    assertThat(report.at("/heldOut/accuracy").asDouble()).isEqualTo(1);
    assertThat(report.at("/heldOut/margin").asDouble()).isPositive();
    assertThat(notes).anyMatch(note -> note.startsWith("dpo prefers the chosen answer in 100.0 %"));
    assertThat(TrainedPrompts.in(output).stagesOf("What is 3 work?")).isNotNull();
  }

  @Test
  void secondRunIsUpToDateAndAnotherBetaIsNot() {
    run(stage());
    progress.clear();
    run(stage());
    assertThat(progress).isEmpty();
    assertThat(notes).last().isEqualTo("dpo is up to date: inputs and settings are unchanged");
    run(stage().settings(tree("{\"loss\":{\"form\":\"ipo\",\"beta\":0.2}}"), "<settings>"));
    assertThat(progress).isNotEmpty();
  }

  @Test
  void nothingToLearnIsAnError() {
    String answer = "A word and another one. ".repeat(20);
    Path file =
        Folders.lines(
            folder.resolve("long.jsonl"),
            "{\"prompt\":\"Why?\",\"chosen\":\"%s\",\"rejected\":\"No.\"}".formatted(answer));
    assertThatThrownBy(
            () ->
                DPO.on(Preferences.in(file))
                    .with(s -> s.use(new DpoSettings.Use(0, 16)))
                    .prepare(runs.model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "No pair is left to learn from: 0 of 1 records kept; dropped 1 (an answer longer than"
                + " 16"
                + " tokens) (%s). Add pairs, set a smaller use.heldOut or a larger use.longest."
                    .formatted(file));
  }

  @Test
  void smoothingNeedsTheSigmoid() {
    assertThatThrownBy(
            () ->
                stage()
                    .settings(
                        tree("{\"loss\":{\"form\":\"ipo\",\"smoothing\":0.1}}"), "<settings>"))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "smoothing is 0.1, but must be 0 with the form IPO (<settings>: loss). Set a value in"
                + " that range, or leave it out for the default.");
  }
}
