package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.SafetyTuning;
import dev.bulwark.TunedModel;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.IterationRecord;
import dev.bulwark.data.IterationRecord.Score;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.stage.RejectionSamplingSettings.Choosing;
import dev.bulwark.stage.RejectionSamplingSettings.Drawing;
import dev.bulwark.train.Optimisation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Safety is the share of a among letters, helpfulness their number; a judge counts a and b. */
class IterationsTest {
  private static final RewardSource SAFETY = RewardSource.of(Letters.countingA());
  private static final RewardSource HELPFULNESS =
      RewardSource.of(Reward.of("length", scored -> scored.answer().length()));
  private static final RewardSource JUDGE =
      RewardSource.of(
          Reward.of("judge", s -> s.answer().chars().filter(c -> c == 'a' || c == 'b').count()));

  @TempDir Path folder;
  private Path output;
  private Prompts heldOut;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void inputs() {
    Letters.model(folder.resolve("model"), 1);
    output = folder.resolve("out");
    heldOut =
        Prompts.in(
            Folders.lines(
                folder.resolve("held-out.jsonl"),
                "{\"id\":\"1\",\"prompt\":\"hh\",\"kind\":\"harmful\"}",
                "{\"id\":\"2\",\"prompt\":\"hg\",\"kind\":\"harmful\"}",
                "{\"id\":\"3\",\"prompt\":\"hf\",\"kind\":\"helpful\"}"));
  }

  private IterationCheck check() {
    return IterationCheck.on(heldOut).longest(6).tunedBy(SAFETY, HELPFULNESS);
  }

  private TunedModel run(IterationCheck check) {
    RejectionSampling sampling =
        RejectionSampling.on(Letters.prompts(folder, 16))
            .reward(Letters.countingA())
            .with(s -> s.precision(PrecisionChoice.FP32))
            .with(s -> s.drawing(d -> new Drawing(8, List.of(1.0), 1, 6, 16)))
            .with(s -> s.choosing(c -> new Choosing(1, true, true, c.reward())))
            .with(s -> s.optimisation(o -> new Optimisation(1e-2, 0, 1, 0, 1, 8, 4)));
    Watcher watcher =
        new Watcher() {
          @Override
          public void progressed(Progress step) {
            assertThat(step.done()).isPositive();
          }

          @Override
          public void noted(String line) {
            notes.add(line);
          }
        };
    return SafetyTuning.of(folder.resolve("model"))
        .output(output)
        .iterate(2, check, sampling)
        .watch(watcher)
        .run();
  }

  @Test
  void everyIterationIsLookedAtAndDrawn() throws IOException {
    TunedModel tuned = run(check().judgedBy(JUDGE, JUDGE));
    assertThat(tuned.folder()).isEqualTo(output.resolve("rejection-sampling-2"));
    assertThat(Folders.in(output))
        .containsExactly(
            "iteration-check",
            "iteration-check-2",
            "iteration-check-3",
            "iterations.html",
            "rejection-sampling",
            "rejection-sampling-2",
            "rejection-sampling.jsonl");
    IterationRecord last = IterationRecord.in(output.resolve("iteration-check-3"));
    assertThat(last.scores())
        .extracting(Score::by)
        .containsExactly("tuning", "tuning", "judge", "judge");
    assertThat(last.scores()).extracting(Score::answers).containsExactly(2, 1, 2, 1);
    // The judge counts every a that the reward counts, on the same answers.
    assertThat(last.scores().get(2).mean()).isGreaterThanOrEqualTo(last.scores().get(0).mean());
    assertThat(last.scores().get(0).lowest()).isLessThanOrEqualTo(last.scores().get(0).mean());
    assertThat(last.model())
        .isNotEqualTo(IterationRecord.in(output.resolve("iteration-check")).model());
    String page = Files.readString(output.resolve("iterations.html"));
    assertThat(page)
        .contains("mean safety by iteration", "mean helpfulness by iteration", "V2", "by judge")
        .doesNotContain("another model from here on");
    notes.clear();
    run(check().judgedBy(JUDGE, JUDGE));
    assertThat(notes).filteredOn(note -> note.contains("is up to date")).hasSize(5);
  }

  @Test
  void judgeThatTunesThePolicyIsRefused() {
    assertThatThrownBy(() -> run(check().judgedBy(SAFETY, JUDGE)))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The judge of safety is the reward of safety that the policy is tuned by"
                + " (iteration-check). Name a reward model as judge that was trained on other"
                + " data.");
  }

  @Test
  void whatCannotBeScoredIsRefusedBeforeAnythingRuns() {
    assertThatThrownBy(() -> run(IterationCheck.on(heldOut)))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "Nobody scores the answers (iteration-check). Name rewards with tunedBy or judgedBy.");
    heldOut = Prompts.in(Letters.prompts(folder, 2).file(), Prompt.Kind.HARMFUL);
    assertThatThrownBy(() -> run(check()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "None of 16 prompts is of the kind helpful, on which helpfulness is scored (%s). Add such"
                    .formatted(folder.resolve("prompts.jsonl"))
                + " prompts.");
    assertThat(Folders.in(output)).isEmpty();
    assertThatThrownBy(() -> SafetyTuning.of(folder).iterate(0, check()))
        .hasMessage("times is 0 and there are 0 stages, but both must be at least 1");
  }
}
