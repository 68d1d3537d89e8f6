package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.checkpoint.gguf.GgufStorage;
import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
  @TempDir Path folder;
  private Path model = Path.of("");
  private Path suite = Path.of("");
  private Path prompts = Path.of("");

  @BeforeEach
  void makeInputs() throws IOException {
    model = Files.createDirectories(folder.resolve("models/safety-sft"));
    Files.writeString(model.resolve("config.json"), "{}");
    suite = Files.createDirectories(folder.resolve("suite"));
    prompts = Files.writeString(suite.resolve("harmful.jsonl"), "prompts");
  }

  @Test
  void refusesResultsOverThePromptsAndLeavesThemAlone() throws IOException {
    assertThatThrownBy(() -> evaluation(prompts).places().clear())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The results would be written over the suite, or into it: %s (%s). Name another place"
                + " for the results.",
            suite, prompts);
    assertThat(Files.readString(prompts)).isEqualTo("prompts");
  }

  @Test
  void seesThroughDetoursAndLinks() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), suite);
    Path loose = Files.writeString(folder.resolve("loose.jsonl"), "prompts");
    Files.createSymbolicLink(suite.resolve("helpful.jsonl"), loose);
    for (Path results :
        List.of(
            folder.resolve("models/../suite/harmful.jsonl"),
            link.resolve("harmful.jsonl"),
            link.resolve("new.jsonl"),
            model.resolve("new/results.jsonl"),
            loose)) {
      assertThatThrownBy(() -> evaluation(results).places().clear())
          .as(results.toString())
          .isInstanceOf(BadInput.class)
          .hasMessageContaining("would be written over the");
    }
    assertThat(loose).hasContent("prompts");
  }

  @Test
  void refusesATunedModelOverItsBase() {
    Job job = tuning(folder.resolve("models"));
    assertThatThrownBy(() -> job.places().check())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The tuned model would be written over the base model, or into it: %s (%s). Name another"
                + " place for the tuned model.",
            model, model);
    assertThatThrownBy(() -> tuning(model).places().check()).isInstanceOf(BadInput.class);
    assertThatCode(() -> tuning(folder.resolve("out")).places().check()).doesNotThrowAnyException();
  }

  @Test
  void refusesConversionsOverTheirInput() throws IOException {
    Path gguf = Files.writeString(model.resolve("model.gguf"), "gguf");
    assertThatThrownBy(() -> new Job.ImportGguf(gguf, model).places().check())
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("The model would be written over the GGUF file, or into it: ");
    assertThatThrownBy(
            () ->
                new Job.ExportGguf(model, model.resolve("config.json"), GgufStorage.F16)
                    .places()
                    .check())
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("The GGUF file would be written over the model, or into it: ");
  }

  @Test
  void refusesTwoOutputsInOnePlace() {
    Places places =
        Places.none()
            .writing("verdict", folder.resolve("x"))
            .writing("report", folder.resolve("x"));
    assertThatThrownBy(places::check)
        .hasMessageStartingWith("The report would be written over the verdict, or into it: ");
  }

  @Test
  void clearsWhatAnEarlierRunLeft() throws IOException {
    Path results = Files.writeString(folder.resolve("results.jsonl"), "rows");
    Path header = Files.writeString(folder.resolve("results.run.json"), "header");
    evaluation(results).places().clear();
    assertThat(results).doesNotExist();
    assertThat(header).doesNotExist();
    evaluation(results).places().clear();
  }

  @Test
  void clearsTheOtherPlacesWhereOneIsAnInput() throws IOException {
    Path old = Files.writeString(folder.resolve("old.jsonl"), "rows");
    Places places = evaluation(old).places().writing("report", prompts);
    assertThatThrownBy(places::clear).isInstanceOf(BadInput.class);
    assertThat(old).doesNotExist();
    assertThat(prompts).exists();
  }

  private Job tuning(Path output) {
    return new Job.Tune(model, prompts, output, 17, overlay());
  }

  private Job evaluation(Path results) {
    return new Job.Evaluate(model, suite, results, overlay());
  }

  private static Job.Overlay overlay() {
    return new Job.Overlay(new JsonMapper().createObjectNode(), "<settings>");
  }
}
