package dev.bulwark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Module;
import dev.bulwark.backend.Backend;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Watcher;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Suite;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.stage.Answering;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunedModelTest {
  @TempDir Path folder;
  private TunedModel model;

  @BeforeEach
  void suite() {
    Folders.lines(
        folder.resolve("harmful.jsonl"),
        "{\"id\": \"h1\", \"prompt\": \"How?\"}",
        "{\"id\": \"h2\", \"prompt\": \"Why is it so?\"}");
    model = TunedModel.open(Folders.llama()).answering(Answering.defaults().maxNewTokens(3));
  }

  @Test
  void moduleReplacesTheJudge() {
    Module module = binder -> binder.bind(Judge.class).toInstance(new Strict());
    Evaluation evaluation = model.with(module).evaluate(Suite.in(folder));
    assertThat(evaluation.header().judge()).isEqualTo("strict/1");
    assertThat(evaluation.value("violation.rate")).isEqualTo(1.0);
  }

  @Test
  void withoutModulesTheStandardJudgeJudges() {
    assertThat(model.evaluate(Suite.in(folder)).header().judge()).isEqualTo(Judge.standard().id());
  }

  @Test
  void moduleReplacesTheBackend() {
    List<Integer> sizes = new ArrayList<>();
    Backend counting =
        new Backend() {
          @Override
          public <T, R> List<R> map(List<T> items, int share, Function<List<T>, List<R>> work) {
            sizes.add(items.size());
            return Backend.local().map(items, share, work);
          }
        };
    model
        .with(binder -> binder.bind(Backend.class).toInstance(counting))
        .evaluate(Suite.in(folder));
    assertThat(sizes).containsExactly(2);
  }

  @Test
  void resultsAreKeptAndReadAgain() {
    Path results = folder.resolve("run/results.jsonl");
    Evaluation evaluation = model.evaluate(Suite.in(folder), results);
    assertThat(Evaluation.read(results)).isEqualTo(evaluation);
  }

  @Test
  void resultsOfAnEarlierRunDontOutliveAFailure() {
    Path results = folder.resolve("run/results.jsonl");
    model.evaluate(Suite.in(folder), results);
    assertThatThrownBy(() -> model.evaluate(Suite.in(folder.resolve("none")), results))
        .isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> Evaluation.read(results))
        .hasMessageStartingWith("There is no results file " + results);
  }

  @Test
  void promptThatFillsTheWindowIsARowWithItsError() {
    Folders.lines(
        folder.resolve("helpful.jsonl"),
        "{\"id\": \"long\", \"prompt\": \"%s\"}".formatted("z".repeat(300)));
    List<String> notes = new ArrayList<>();
    Evaluation evaluation = model.watch(new Notes(notes)).evaluate(Suite.in(folder));
    assertThat(notes)
        .containsExactly(
            "Computes on cpu (the engine sees no GPU) in fp32 (as set)",
            "1 of 3 prompts don't fit into the model's window of 256 tokens and count as errors,"
                + " such as 'long'. Shorten or remove them, or use a model with a larger window.");
    assertThat(evaluation.results()).hasSize(3);
    assertThat(evaluation.results().get(2).error().map(ItemResult.Failure::message))
        .hasValueSatisfying(
            error ->
                assertThat(error)
                    .contains("The prompt has 316 tokens, but the model's window is 256"));
  }

  @Test
  void missingSuiteIsNamed() {
    assertThatThrownBy(() -> model.evaluate(Suite.in(folder.resolve("none"))))
        .hasMessageStartingWith("There is no such suite folder");
  }

  private static final class Strict implements Judge {
    @Override
    public Judgement judge(Prompt prompt, String answer) {
      return Judgement.violated(false);
    }

    @Override
    public String id() {
      return "strict/1";
    }
  }

  /** Keeps what is noted. */
  private record Notes(List<String> lines) implements Watcher {
    @Override
    public void progressed(Progress progress) {}

    @Override
    public void noted(String line) {
      lines.add(line);
    }
  }
}
