package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.stage.RejectionSamplingSettings.Choosing;
import dev.bulwark.stage.RejectionSamplingSettings.Drawing;
import dev.bulwark.train.Optimisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectionSamplingTest {
  @TempDir Path folder;
  private ModelFolder model;
  private Path output;
  private Path pool;
  private final List<Progress> progress = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void inputs() {
    model = Letters.model(folder.resolve("model"), 1);
    output = folder.resolve("run/rejection-sampling");
    pool = folder.resolve("run/rejection-sampling.jsonl");
  }

  private RejectionSampling stage() {
    return RejectionSampling.on(Letters.prompts(folder, 10))
        .reward(Letters.countingA())
        .with(s -> s.precision(PrecisionChoice.FP32))
        .with(s -> s.drawing(d -> new Drawing(4, List.of(1.0), 1, 8, 4)))
        .with(s -> s.choosing(c -> new Choosing(1, true, true, c.reward())))
        .with(s -> s.optimisation(o -> new Optimisation(1e-3, 0, 1, 0, 1, 4, 1)));
  }

  private ModelFolder run(RejectionSampling stage) {
    Watcher watcher = new Heard(progress, notes);
    return stage.prepare(model).run(new StageRun(model, output, 7, watcher));
  }

  private List<PoolRow> rows() {
    List<PoolRow> rows = new ArrayList<>();
    try (SamplePool open = SamplePool.open(pool)) {
      open.forEach(rows::add);
    }
    return rows;
  }

  /** Ten prompts with four answers each, in batches of four: the pool holds them all. */
  @Test
  void everyAnswerIsInThePoolAndTheBestOnesAreLearned() throws IOException {
    ModelFolder tuned = run(stage());
    assertThat(tuned.path()).isEqualTo(output);
    List<PoolRow> rows = rows();
    assertThat(rows).hasSize(10).allSatisfy(row -> assertThat(row.answers()).hasSize(4));
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.origin().model()).isEqualTo(model.hash());
              assertThat(row.origin().reward()).isEqualTo(Letters.countingA().hash());
              assertThat(row.answers())
                  .allSatisfy(
                      answer ->
                          assertThat(answer.score())
                              .isEqualTo(answer.text().chars().filter(c -> c == 'a').count()));
            });
    List<String> learned = Files.readAllLines(output.resolve("samples/learned.jsonl"));
    assertThat(learned).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(learned.get(i)).contains(rows.get(i).best(1, true).get(0).text());
    }
    assertThat(TrainedPrompts.in(output).stagesOf("aa")).containsExactly("rejection-sampling");
    assertThat(Folders.in(output.getParent()))
        .containsExactly("rejection-sampling", "rejection-sampling.jsonl");
    assertThat(progress.get(0).stage()).isEqualTo("rejection-sampling, answers");
    assertThat(progress).extracting(Progress::done).startsWith(4L, 8L, 10L);
  }

  /** The mean of the best of 4 is the mean of the maxima, that of 1 the mean of all. */
  @Test
  void reportHasTheCurveOfTheBestOfN() {
    run(stage());
    JsonNode report = Fixtures.json(output.resolve("samples/report.json"));
    List<PoolRow> rows = rows();
    double mean =
        rows.stream()
            .flatMap(row -> row.answers().stream())
            .mapToDouble(PoolRow.Candidate::score)
            .average()
            .orElseThrow();
    double most = rows.stream().mapToDouble(row -> max(row.scores())).average().orElseThrow();
    assertThat(report.at("/bestOf/1").asDouble()).isCloseTo(mean, within(1e-9));
    assertThat(report.at("/bestOf/2").asDouble()).isBetween(mean, most);
    assertThat(report.at("/bestOf/4").asDouble()).isCloseTo(most, within(1e-9));
    assertThat(report.at("/drawn/answers").asInt()).isEqualTo(40);
    assertThat(report.at("/learned").asInt()).isEqualTo(10);
    assertThat(notes)
        .anyMatch(
            note ->
                note.startsWith(
                    "rejection-sampling: 40 answers to 10 prompts at temperature 1.0; mean score"
                        + " of the best of 1: "));
  }

  private static double max(double[] scores) {
    double max = scores[0];
    for (double score : scores) {
      max = Math.max(max, score);
    }
    return max;
  }

  @Test
  void secondRunIsUpToDateAndAnotherRewardIsNot() {
    run(stage());
    progress.clear();
    notes.clear();
    run(stage());
    assertThat(progress).isEmpty();
    assertThat(notes)
        .containsExactly("rejection-sampling is up to date: inputs and settings are unchanged");
    run(stage().reward(Reward.of("letters b, 1", s -> s.answer().indexOf('b'))));
    assertThat(progress).isNotEmpty();
    assertThat(rows()).hasSize(20);
  }

  /** The second round's reward counts b: the first round's answers are scored again by it. */
  @Test
  void topAnswersOfEarlierRoundsCompeteByThePresentReward() {
    run(stage());
    Path first = output;
    output = folder.resolve("run/rejection-sampling-2");
    Reward countingB =
        Reward.of("letters b", s -> s.answer().chars().filter(c -> c == 'b').count());
    run(stage().reward(countingB));
    List<PoolRow> rows = rows();
    int better = 0;
    for (int i = 0; i < 10; i++) {
      String before = rows.get(i).best(1, true).get(0).text();
      double own = rows.get(10 + i).best(1, true).get(0).score();
      better += before.chars().filter(c -> c == 'b').count() > own ? 1 : 0;
    }
    JsonNode report = Fixtures.json(output.resolve("samples/report.json"));
    // Of equals the first in the pool is kept, so there may be more than those that are better.
    assertThat(report.at("/ofEarlierRounds").asInt()).isGreaterThanOrEqualTo(better);
    assertThat(report.at("/learned").asInt()).isEqualTo(10);
    output = folder.resolve("run/rejection-sampling-3");
    run(
        stage()
            .reward(countingB)
            .with(s -> s.choosing(c -> new Choosing(1, false, true, c.reward()))));
    report = Fixtures.json(output.resolve("samples/report.json"));
    assertThat(report.at("/ofEarlierRounds").asInt()).isZero();
    assertThat(Files.exists(first)).isTrue();
  }

  /**
   * Two temperatures are tried on three prompts; whose best answers score higher draws the rest.
   */
  @Test
  void triesTemperaturesAndDrawsAtTheBetterOne() {
    run(stage().with(s -> s.drawing(d -> new Drawing(4, List.of(0.2, 1.5), 3, 8, 4))));
    JsonNode report = Fixtures.json(output.resolve("samples/report.json"));
    double cold = report.at("/tried/0.2").asDouble();
    double hot = report.at("/tried/1.5").asDouble();
    assertThat(report.at("/temperature").asDouble()).isEqualTo(hot > cold ? 1.5 : 0.2);
    // Three prompts at both temperatures, then the other seven at one of them.
    assertThat(rows()).hasSize(13);
    assertThat(report.at("/drawn/prompts").asInt()).isEqualTo(10);
  }

  @Test
  void promptThatStandsTwiceIsAskedOnce() throws IOException {
    Prompts prompts = Letters.prompts(folder, 10);
    Files.writeString(
        prompts.file(), "{\"id\":\"again\",\"prompt\":\"aa\"}\n", StandardOpenOption.APPEND);
    run(stage());
    Files.writeString(
        prompts.file(), "{\"id\":\"again\",\"prompt\":\"aa\"}\n", StandardOpenOption.APPEND);
    output = folder.resolve("run/other");
    RejectionSampling.on(prompts)
        .reward(Letters.countingA())
        .with(s -> s.precision(PrecisionChoice.FP32))
        .with(s -> s.drawing(d -> new Drawing(2, List.of(1.0), 1, 8, 4)))
        .with(s -> s.choosing(c -> new Choosing(1, true, true, c.reward())))
        .prepare(model)
        .run(new StageRun(model, output, 7, Watcher.none()));
    assertThat(Fixtures.json(output.resolve("samples/report.json")).at("/drawn/doubled").asInt())
        .isEqualTo(1);
  }

  /** A kill in the middle of a write leaves half a line, which is cut off. */
  @Test
  void halfALineAtTheEndOfThePoolIsCutOff() throws IOException {
    run(stage());
    List<PoolRow> whole = rows();
    Files.writeString(pool, "{\"asked\":{\"id", StandardOpenOption.APPEND);
    assertThat(rows()).isEqualTo(whole);
  }

  @Test
  void brokenPoolIsNamedWithItsLine() throws IOException {
    Files.createDirectories(pool.getParent());
    Files.writeString(pool, "{}\nnonsense\n");
    assertThatThrownBy(() -> run(stage()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The line is no row of a pool of answers (%s:1). Restore the file, remove the line, or"
                    .formatted(pool)
                + " name another pool.");
  }

  @Test
  void poolThatAnotherRunHasIsRefused() {
    try (SamplePool open = SamplePool.open(pool)) {
      open.append(List.of());
      assertThatThrownBy(() -> run(stage()))
          .isInstanceOf(BadInput.class)
          .hasMessage(
              "Another run is at work on this pool of answers (%s). Wait for it to end, or name"
                      .formatted(pool)
                  + " another pool.");
    }
  }

  @Test
  void answersThatWereCutAreNotLearnedUnlessTheyMay() {
    RejectionSampling stage =
        stage()
            .with(s -> s.drawing(d -> new Drawing(2, List.of(1.0), 1, 1, 4)))
            .with(s -> s.choosing(c -> new Choosing(1, true, false, c.reward())));
    assertThatThrownBy(() -> run(stage))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "None of 20 answers can be learned: they are empty or were cut at 1 tokens"
                + " (rejection-sampling). Set a larger drawing.longest, or choosing.unfinished to"
                + " true.");
  }

  @Test
  void promptsThatCannotBeAnsweredAreRefusedBeforeAnythingRuns() {
    Path file =
        Folders.lines(folder.resolve("script.jsonl"), "{\"id\":\"s\",\"turns\":[\"a\",\"b\"]}");
    assertThatThrownBy(
            () ->
                RejectionSampling.on(Prompts.in(file, Prompt.Kind.HARMFUL))
                    .reward(Letters.countingA())
                    .prepare(model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The prompt 's' is a script: its user speaks twice without an answer (%s). Write the"
                    .formatted(file)
                + " answers between, as messages, or remove it.");
    assertThatThrownBy(
            () ->
                stage()
                    .with(s -> s.drawing(d -> new Drawing(2, List.of(1.0), 1, 63, 4)))
                    .prepare(model))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The prompt 'p0' has 4 tokens, which leaves less than 63 of the model's window of 64"
                + " (%s). Shorten or remove it, or set a smaller drawing.longest."
                    .formatted(folder.resolve("prompts.jsonl")));
  }

  @Test
  void settingsAreHeldToTheirRanges() {
    assertThatThrownBy(() -> new Drawing(0, List.of(1.0), 1, 8, 4))
        .hasMessage("answers is 0, but must be at least 1");
    assertThatThrownBy(() -> new Drawing(1, List.of(1.0, 1.0), 1, 8, 4))
        .hasMessage(
            "temperatures is [1.0, 1.0], but must be one or more that differ, each in (0, 100)");
    assertThatThrownBy(() -> new Choosing(0, true, false, RewardUse.defaults()))
        .hasMessage("top is 0, but must be at least 1");
    assertThatThrownBy(() -> new RewardUse(1, false))
        .hasMessage("threshold is 1.0, but must be in (0, 1)");
  }
}
