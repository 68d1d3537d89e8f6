package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.stage.ContextDistillationSettings.Drawing;
import dev.bulwark.train.Optimisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextDistillationTest {
  @TempDir Path folder;
  private ModelFolder model;
  private Path file;
  private Path output;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void inputs() {
    model = Letters.model(folder.resolve("model"), 2);
    String[] lines =
        IntStream.range(0, 21)
            .mapToObj(
                i ->
                    "{\"id\":\"p%d\",\"prompt\":\"%s\",\"kind\":\"%s\",\"category\":\"%s\"}"
                        .formatted(
                            i,
                            "a".repeat(1 + i % 3) + "b".repeat(1 + i / 3),
                            i < 20 ? "harmful" : "helpful",
                            i % 2 == 0 ? "even" : "odd"))
            .toArray(String[]::new);
    file = Folders.lines(folder.resolve("prompts.jsonl"), lines);
    output = folder.resolve("run/context-distillation");
  }

  private ContextDistillation stage() {
    return ContextDistillation.on(Prompts.in(file))
        .reward(Letters.countingA())
        .with(s -> s.precision(PrecisionChoice.FP32))
        .with(s -> s.prePrompts(new PrePrompts(List.of("ab"), Map.of("even", "ba"))))
        .with(s -> s.drawing(d -> new Drawing(1, 12, 8, d.reward())))
        .with(s -> s.optimisation(o -> new Optimisation(1e-3, 0, 1, 0, 1, 8, 1)));
  }

  private ModelFolder run(ContextDistillation stage) {
    Watcher watcher =
        new Watcher() {
          @Override
          public void progressed(Progress step) {
            assertThat(step.stage()).startsWith("context-distillation");
          }

          @Override
          public void noted(String line) {
            notes.add(line);
          }
        };
    return stage.prepare(model).run(new StageRun(model, output, 3, watcher));
  }

  /** What is learned has no pre-prompt, and scores above the least that beats an original: 1. */
  @Test
  void learnsOnlyAnswersThatBeatTheOriginalAndWithoutThePrePrompt() throws IOException {
    assertThat(run(stage()).path()).isEqualTo(output);
    JsonNode report = Fixtures.json(output.resolve("samples/report.json"));
    List<String> learned = Files.readAllLines(output.resolve("samples/learned.jsonl"));
    int kept = report.path("kept").asInt();
    assertThat(learned).hasSize(kept).allSatisfy(line -> assertThat(line).contains("\"a"));
    assertThat(report.path("prompts").asInt()).isEqualTo(20);
    assertThat(report.path("others").asInt()).isEqualTo(1);
    assertThat(report.path("share").asDouble()).isCloseTo(kept / 20.0, within(1e-9));
    assertThat(report.path("learnedScore").asDouble()).isGreaterThanOrEqualTo(1);
    // Half of the prompts are even, so that the shares' mean is the whole share.
    assertThat(report.at("/keptByCategory/even").asDouble() / 2)
        .isCloseTo(
            report.path("share").asDouble() - report.at("/keptByCategory/odd").asDouble() / 2,
            within(1e-9));
    for (String line : learned) {
      String asked = new JsonMapper().readTree(line).at("/messages/0/content").asText();
      assertThat(asked).matches("a{1,3}b{1,7}");
      assertThat(TrainedPrompts.in(output).stagesOf(asked)).containsExactly("context-distillation");
    }
    assertThat(notes)
        .anyMatch(note -> note.matches("context-distillation: with a pre-prompt \\d+ of 20 .*"));
    assertThat(Folders.in(output.getParent())).containsExactly("context-distillation");
    notes.clear();
    run(stage());
    assertThat(notes)
        .containsExactly("context-distillation is up to date: inputs and settings are unchanged");
  }

  @Test
  void withoutABetterAnswerThereIsNothingToLearn() {
    assertThatThrownBy(() -> run(stage().reward(Reward.of("zero", scored -> 0))))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "None of 20 answers with a pre-prompt scores above the original one"
                + " (context-distillation). Write other prePrompts, or leave the stage out.");
  }

  @Test
  void promptsThatAreNotAdversarialAreRefused() {
    Prompts helpful = Letters.prompts(folder, 3);
    assertThatThrownBy(
            () ->
                ContextDistillation.on(Prompts.in(helpful.file(), Prompt.Kind.HELPFUL))
                    .reward(Letters.countingA())
                    .with(s -> s.drawing(d -> new Drawing(1, 12, 8, d.reward())))
                    .with(s -> s.prePrompts(new PrePrompts(List.of("ab"), Map.of())))
                    .prepare(model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "None of 3 prompts is of the kind harmful and has a pre-prompt (%s). Name adversarial"
                    .formatted(helpful.file())
                + " prompts: for others a pre-prompt makes answers worse.");
  }

  @Test
  void prePromptMustLeaveRoomForAnAnswer() {
    assertThatThrownBy(
            () ->
                stage()
                    .with(s -> s.prePrompts(new PrePrompts(List.of("a".repeat(60)), Map.of())))
                    .prepare(model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The prompt 'p0' has 64 tokens with its pre-prompt, which leaves less than 12 of the"
                + " model's window of 64 (%s). Shorten or remove it, or set a smaller"
                    .formatted(file)
                + " drawing.longest.");
  }

  @Test
  void categoriesHaveTemplatesOfOursUnlessOthersAreGiven() {
    PrePrompts ours = PrePrompts.ours();
    Prompt advice = categorised("unqualified advice");
    assertThat(ours.of(advice)).hasSize(3);
    assertThat(ours.of(categorised("weather"))).hasSize(2);
    PrePrompts own = new PrePrompts(List.of(), Map.of("unqualified advice", "Be brief."));
    assertThat(own.of(advice)).containsExactly("Be brief.");
    assertThatThrownBy(() -> new PrePrompts(List.of(" "), Map.of()))
        .hasMessage("A pre-prompt is blank, but must say something");
  }

  private static Prompt categorised(String category) {
    return Prompt.of("p", Prompt.Kind.HARMFUL, "x")
        .labelled(Prompt.Labels.of(Optional.of(category), Optional.empty()));
  }
}
