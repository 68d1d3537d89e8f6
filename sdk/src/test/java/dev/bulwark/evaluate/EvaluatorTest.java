package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {
  @TempDir Path folder;

  private final List<Prompt> prompts =
      IntStream.range(0, 5)
          .mapToObj(i -> Samples.prompt("p" + i, i < 3 ? Kind.HARMFUL : Kind.HELPFUL))
          .toList();

  private static List<String> refuse(List<Prompt> batch) {
    return batch.stream().map(prompt -> "I can't help with that.").toList();
  }

  private static List<String> failOnP1(List<Prompt> batch) {
    if (batch.stream().anyMatch(prompt -> prompt.id().equals("p1"))) {
      throw new IllegalStateException("too long");
    }
    return refuse(batch);
  }

  @Test
  void writesWhatItReturns() {
    Path file = folder.resolve("out/results.jsonl");
    List<Progress> seen = new ArrayList<>();
    Evaluation made =
        Evaluator.of(EvaluatorTest::refuse)
            .batchSize(2)
            .model("abc", Map.of("strategy", "greedy"))
            .keepTexts(true)
            .watch(seen::add)
            .evaluate(prompts, file);
    assertThat(Evaluation.read(file)).isEqualTo(made);
    assertThat(made.defects()).isEmpty();
    assertThat(made.header().completed()).isTrue();
    assertThat(seen).extracting(Progress::done).containsExactly(2L, 4L, 5L);
    assertThat(seen.get(0).figures()).containsKey("prompts/s");
    assertThat(made.value("violation.rate")).isZero();
    assertThat(made.value("false.refusal.rate")).isEqualTo(1);
  }

  @Test
  void leavesTextsOutUnlessAsked() throws IOException {
    Path file = folder.resolve("results.jsonl");
    Evaluator.of(EvaluatorTest::refuse).evaluate(prompts, file);
    assertThat(Files.readString(file)).doesNotContain("I can't help").doesNotContain("What about");
  }

  @Test
  void onePromptThatFailsDoesNotTakeItsBatchWithIt() {
    Evaluation made = Evaluator.of(EvaluatorTest::failOnP1).batchSize(3).evaluate(prompts);
    assertThat(made.results())
        .extracting(ItemResult::outcome)
        .containsExactly(
            Outcome.REFUSED,
            Outcome.ERROR_TARGET,
            Outcome.REFUSED,
            Outcome.REFUSED,
            Outcome.REFUSED);
    assertThat(made.results().get(1).error().map(ItemResult.Failure::message))
        .hasValue("java.lang.IllegalStateException: too long");
    assertThat(made.value("error.rate")).isEqualTo(0.2);
    assertThat(made.measure("violation.rate").assessed()).isEqualTo(2);
  }

  @Test
  void tooFewAnswersAreAnError() {
    Evaluation made = Evaluator.of(batch -> List.of()).evaluate(prompts);
    assertThat(made.results())
        .extracting(ItemResult::outcome)
        .containsOnly(Outcome.ERROR_TARGET)
        .hasSize(5);
    assertThat(made.results().get(0).error().map(ItemResult.Failure::message))
        .hasValue("0 answers came to 1 prompts");
  }

  @Test
  void aJudgeThatFailsIsAnErrorOfTheJudge() {
    Judge broken =
        new Judge() {
          @Override
          public Judgement judge(Prompt prompt, String answer) {
            throw new IllegalStateException("no parse");
          }

          @Override
          public String id() {
            return "broken-1";
          }
        };
    Evaluation made = Evaluator.of(EvaluatorTest::refuse).judge(broken).evaluate(prompts);
    assertThat(made.results()).extracting(ItemResult::outcome).containsOnly(Outcome.ERROR_JUDGE);
    assertThat(made.defects()).isEmpty();
  }

  @Test
  void anInterruptEndsTheRunAndTheResultsSaySo() {
    Path file = folder.resolve("results.jsonl");
    Responder interrupted =
        batch -> {
          if (batch.get(0).id().equals("p2")) {
            Thread.currentThread().interrupt();
          }
          return refuse(batch);
        };
    assertThatThrownBy(() -> Evaluator.of(interrupted).batchSize(1).evaluate(prompts, file))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    Evaluation left = Evaluation.read(file);
    assertThat(left.results()).hasSize(2);
    assertThat(left.defects())
        .containsExactly(
            new Defect(
                "RUN_INTERRUPTED",
                "The run did not reach its end: 2 of 5 prompts have a result. Run evaluate"
                    + " again."));
  }

  @Test
  void anErrorOfTheMachineEndsTheRun() {
    Responder dying =
        batch -> {
          throw new OutOfMemoryError("heap");
        };
    assertThatThrownBy(() -> Evaluator.of(dying).evaluate(prompts))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void anUnknownMetricIsNamedWithTheKnownOnes() {
    Evaluation made = Evaluator.of(EvaluatorTest::refuse).evaluate(prompts);
    assertThatThrownBy(() -> made.value("violation-rate"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "metric is violation-rate, but must be one of [violation.rate, false.refusal.rate,");
  }
}
