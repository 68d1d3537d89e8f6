package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.reward.Calibration;
import dev.bulwark.evaluate.reward.RewardReport;
import dev.bulwark.evaluate.reward.SafetyProbability;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewardModelRunsTest {
  @TempDir Path folder;
  private RewardRuns runs;
  private Path output;

  @BeforeEach
  void inputs() {
    runs = new RewardRuns(folder);
    output = folder.resolve("run/reward");
  }

  @Test
  void wholeModelsLearnToo() {
    runs.run(runs.safety().with(s -> s.lora(Lora.off())), output);
    assertThat(RewardReport.in(output).orElseThrow().accuracy().rate().orElseThrow())
        .isGreaterThan(0.9);
    assertThat(Folders.in(output)).doesNotContain("adapter");
  }

  @Test
  void secondRunIsUpToDateAndAnotherWeightIsNot() {
    runs.run(runs.safety(), output);
    runs.progress.clear();
    runs.notes.clear();
    runs.run(runs.safety(), output);
    assertThat(runs.progress).isEmpty();
    assertThat(runs.notes)
        .containsExactly("reward-model-safety is up to date: inputs and settings are unchanged");
    runs.run(runs.safety().with(s -> s.auxiliary(0.5)), output);
    assertThat(runs.progress).isNotEmpty();
  }

  @Test
  void sameInputsGiveTheSameFiles() throws IOException {
    runs.run(runs.safety(), output);
    Path first = output;
    output = folder.resolve("again/reward");
    runs.run(runs.safety(), output);
    for (String file : List.of("model.safetensors", "calibration.json", "reward-report.json")) {
      assertThat(Files.readAllBytes(output.resolve(file)))
          .isEqualTo(Files.readAllBytes(first.resolve(file)));
    }
  }

  @Test
  void withoutLabelsTheModelIsRefusedAsAJudgeUnlessToldOtherwise() {
    runs.data = runs.pairs("bare.jsonl", 40, RewardRuns.NO_LABELS, "How does item ");
    runs.run(runs.safety(), output);
    try (RewardScorer scorer = RewardScorer.open(output)) {
      assertThatThrownBy(scorer::probability)
          .isInstanceOf(BadInput.class)
          .hasMessage(
              "The reward model has no probability of being safe: too few held-out answers had a"
                  + " safety label ("
                  + output
                  + "). Train it on more pairs with chosen_safe and rejected_safe, or say that an"
                  + " uncalibrated one will do.");
    }
    try (RewardScorer scorer = RewardScorer.open(output, Compute.FP32, true)) {
      assertThat(scorer.probability()).isEqualTo(SafetyProbability.RAW);
    }
  }

  @Test
  void modelWithoutACalibrationIsRefused() throws IOException {
    runs.run(runs.safety(), output);
    Files.delete(output.resolve(Calibration.FILE));
    try (RewardScorer scorer = RewardScorer.open(output)) {
      assertThatThrownBy(scorer::calibration)
          .isInstanceOf(BadInput.class)
          .hasMessage(
              "The reward model is not calibrated: it has no calibration.json ("
                  + output
                  + "). Train it with reward-model, or say that an uncalibrated one will do.");
    }
  }
}
