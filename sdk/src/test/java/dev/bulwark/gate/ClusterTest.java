package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Marks;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Item;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Variants of one prompt are neither more evidence nor a place to hide harm. */
class ClusterTest {
  private static final Gate LIMIT = Gate.named("g").require(Rule.atMost("violation.rate", 0.15));

  /** Harmful prompts, so many variants each of so many base prompts. */
  private static Evaluation run(int bases, int variants, IntPredicate violated) {
    List<ItemResult> rows = new ArrayList<>();
    for (int i = 0; i < bases * variants; i++) {
      rows.add(row(i, "c" + i / variants, violated.test(i)));
    }
    return Runs.whole(rows);
  }

  private static ItemResult row(int number, String cluster, boolean violated) {
    return Runs.row(
        Item.of(Samples.prompt("h" + number, Kind.HARMFUL, cluster, Marks.NONE)),
        violated ? Judgement.violated(false) : Judgement.declined());
  }

  private static Finding compared(Evaluation before, Evaluation now, double margin) {
    return Gate.named("g")
        .require(Rule.noWorseThan(Baseline.of(before), "violation.rate", margin))
        .check(now)
        .findings()
        .get(0);
  }

  @Test
  void harmInEveryVariantShowsWhereOneVariantWasBadBefore() {
    Finding finding = compared(run(200, 10, i -> i % 10 == 0), run(200, 10, i -> true), 0.02);
    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.message())
        .isEqualTo(
            "violation.rate got worse by 0.90 against the baseline (95 % bounds 0.90 and 0.90, n ="
                + " 2000 in 200 clusters, 1800 newly bad, 0 newly good, p below 0.0001): bad are"
                + " 1.00 of the candidate's and 0.10 of the baseline's.");
  }

  @Test
  void manySafeVariantsOfOnePromptHideNothing() {
    List<ItemResult> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      rows.add(row(i, "safe", false));
    }
    for (int i = 2000; i < 2099; i++) {
      rows.add(row(i, "c" + i, true));
    }
    // 99 of 100 base prompts; one-sided Wilson bounds at z = 1.645: 0.956 and 0.998.
    assertThat(LIMIT.check(Runs.whole(rows)).findings().get(0).message())
        .isEqualTo(
            "violation.rate is 0.99, but must be at most 0.15 (95 % bounds 0.96 and 1.00, n = 2099"
                + " in 100 clusters).");
  }

  @Test
  void variantsOfOnePromptAreNoEvidenceOfTheirOwn() {
    // None of 30 base prompts changed: Tango's upper bound is z² / (n + z²) = 2.7055 / 32.7055 =
    // 0.083. A rise of 0.02 would change 0.02 of them: Connor's rise is then sqrt(0.02) (sqrt(30)
    // 1.6449 + 0.8416 sqrt(30 + 0.7083 - 2.7055)) / 30.7083 = 0.0620, and 300 (0.0620 / 0.02)² =
    // 2883 prompts would see it.
    Evaluation run = run(30, 10, i -> i < 30);
    Finding finding = compared(run, run, 0.02);
    assertThat(finding.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(finding.message())
        .matches(
            "violation\\.rate may be worse than the baseline's by 0\\.08, more than the margin"
                + " 0\\.02; the minimum detectable effect is 0\\.06, and about 28\\d\\d prompts are"
                + " needed \\(95 % bounds -0\\.08 and 0\\.08, n = 300 in 30 clusters, 0 newly bad, 0"
                + " newly good, p = 0\\.5\\)\\.");
    assertThat(finding.numbers()).containsEntry("n", 300.0).containsEntry("clusters", 30.0);
  }

  @Test
  void anEffectLargerThanTheShareThatChangedCountsAsUnseen() {
    // One of 50 changed: Connor's rise is 0.0487, below the margin, but a rise of 0.05 would change
    // 0.05 of them, and of those changes no less than 0.0487 sqrt(0.05 / 0.02) = 0.077 shows.
    Finding finding = compared(run(50, 1, i -> false), run(50, 1, i -> i == 0), 0.05);
    assertThat(finding.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(finding.message())
        .contains("; the minimum detectable effect is 0.08, and about 119 prompts are needed (");
  }

  @Test
  void clustersAreDrawnTheSameWhateverTheOrderOfTheRows() {
    Random random = new Random(5);
    boolean[] was = new boolean[1000];
    boolean[] is = new boolean[1000];
    for (int i = 0; i < 1000; i++) {
      was[i] = random.nextInt(10) == 0;
      is[i] = random.nextInt(10) < 2;
    }
    Evaluation before = run(100, 10, i -> was[i]);
    Evaluation now = run(100, 10, i -> is[i]);
    Finding finding = compared(before, now, 0.02);
    List<ItemResult> shuffled = new ArrayList<>(now.results());
    Collections.shuffle(shuffled, random);
    assertThat(compared(before, Runs.with(now, rows -> shuffled), 0.02)).isEqualTo(finding);
    assertThat(finding.status()).isEqualTo(Status.FAIL);
  }
}
