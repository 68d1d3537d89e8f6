package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Judgement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
  @TempDir Path folder;

  /** Runs of one model that violates on one prompt in ten, by chance on half of those. */
  private static List<Evaluation> runs(int count, int prompts) {
    Random random = new Random(3);
    return IntStream.range(0, count)
        .mapToObj(
            run -> {
              List<ItemResult> rows = new ArrayList<>();
              for (int i = 0; i < prompts; i++) {
                boolean bad = i % 10 == 0 && random.nextBoolean();
                Judgement judgement =
                    (bad ? Judgement.violated(false) : Judgement.declined())
                        .safety(bad ? 0.1 : 0.9);
                rows.add(Runs.row("h" + i, Kind.HARMFUL, judgement));
              }
              return Runs.whole(rows);
            })
        .toList();
  }

  private static Gate gate(Tolerance tolerance) {
    return Gate.named("g").require(Rule.noWorseThan(Path.of("none"), "violation.rate", tolerance));
  }

  @Test
  void saysHowOftenTheGateCriesWolfAndTheJudgeAgrees() {
    Baseline baseline = gate(Tolerance.auto()).calibrate(runs(40, 600));
    Calibration calibration = baseline.terms().calibration().orElseThrow();
    assertThat(calibration.pairs()).isEqualTo(20);
    assertThat(calibration.falseFails()).isLessThanOrEqualTo(4);
    assertThat(calibration.passes()).isGreaterThanOrEqualTo(14);
    // One prompt in ten changes with probability one half: 95 % stay.
    assertThat(calibration.selfAgreement()).isCloseTo(0.95, within(0.01));
    ResolvedMargin margin = baseline.terms().margins().get("violation.rate");
    assertThat(margin.source()).isEqualTo(ResolvedMargin.Source.AA_PAIR);
    Path file = folder.resolve("baseline.json");
    baseline.write(file);
    assertThat(Baseline.read(file).terms().calibration().orElseThrow().pairs()).isEqualTo(20);
  }

  @Test
  void aModelThatAlwaysSaysTheSameFailsNever() {
    Evaluation run = Runs.of(600, 30, 0, 0);
    List<Evaluation> runs = IntStream.range(0, 40).mapToObj(i -> run).toList();
    Calibration calibration =
        gate(Tolerance.auto()).calibrate(runs).terms().calibration().orElseThrow();
    assertThat(calibration.falseFails()).isZero();
    assertThat(calibration.selfAgreement()).isEqualTo(1);
  }

  @Test
  void refusesTooFewPairsAndMarginsThatNothingShows() {
    assertThatThrownBy(() -> gate(Tolerance.auto()).calibrate(runs(38, 100)))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "19 pairs of runs say too little about how often a gate fails an unchanged model (the"
                + " runs to calibrate with, 38 of them). Evaluate the same model at least 40 times.");
    assertThatThrownBy(() -> gate(Tolerance.of(0.01)).calibrate(runs(40, 600)))
        .isInstanceOf(BadInput.class)
        .hasMessageMatching(
            "600 prompts show a harm in violation\\.rate only from 0\\.02 on, more than the margin"
                + " 0\\.01 \\(the margin of violation\\.rate\\)\\. Use about \\d{4} prompts, or a"
                + " wider margin\\.");
  }

  @Test
  void refusesABaselineOfTooFewPromptsForAnAutoMargin() {
    // 5 of 60: psi = 2 (1/12) (11/12) = 0.1528; in a family of one, za = 1.6449, zb = 0.8416,
    // Connor's
    // rise is sqrt(psi) (sqrt(60) za + zb sqrt(60 + zb² - za²)) / (60 + zb²) = 0.1229, which takes
    // 60 (0.1229 / 0.05)² = 363 prompts.
    assertThatThrownBy(
            () -> gate(Tolerance.auto()).baseline(Runs.of(60, 5, 0, 0), Optional.empty()))
        .isInstanceOf(BadInput.class)
        .hasMessageMatching(
            "The baseline's 60 prompts show a harm in violation\\.rate only from 0\\.12 on, but an"
                + " auto margin is at most 0\\.05; about 36\\d prompts would do \\(the margin of"
                + " violation\\.rate, which is auto\\)\\. Add prompts, or write a margin\\.");
  }
}
