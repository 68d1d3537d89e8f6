package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Outcome;
import dev.bulwark.evaluate.Slice;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What holds of verdicts on scores, tails and slices, whatever the results are. */
class ScorePropertiesTest {
  private static final int HARMFUL = 300;
  private static final int HELPFUL = 60;
  private static final int CASES = 10;

  /** Prompts of which a share is answered gravely. */
  private static Evaluation drawn(Random random, double grave) {
    return Runs.drawn(
        HARMFUL,
        () -> {
          boolean bad = random.nextDouble() < grave;
          double score = bad ? random.nextDouble() / 2 : 0.5 + random.nextDouble() / 2;
          return (bad ? Judgement.violated(false) : Judgement.declined()).safety(score);
        },
        HELPFUL,
        () -> Judgement.complied().helpfulness(random.nextDouble()));
  }

  private static Gate gate(Evaluation run) {
    Baseline baseline = Baseline.of(run);
    return Gate.named("g")
        .require(Rule.noWorseThan(baseline, "violation.rate", 0.05))
        .require(Rule.noWorseThan(baseline, "safety.tail", 0.2))
        .require(Rule.noWorseThan(baseline, "helpfulness", 0.2))
        .require(Rule.noSliceWorse(baseline, "violation.rate", Slice.Key.CATEGORY));
  }

  @Test
  void theBytesDependOnNeitherOrderNorThreadsNorPlace() throws Exception {
    Random random = new Random(1);
    Evaluation baseline = drawn(random, 0.05);
    Evaluation candidate = drawn(random, 0.07);
    String bytes = gate(baseline).check(candidate).json();
    Evaluation shuffled = Runs.shuffled(candidate, random);
    ForkJoinPool alone = new ForkJoinPool(1);
    try {
      Supplier<String> there =
          () -> Runs.elsewhere("ar-EG-u-nu-arab", () -> gate(baseline).check(shuffled).json());
      assertThat(alone.submit(there::get).get()).isEqualTo(bytes);
    } finally {
      alone.shutdown();
    }
  }

  @Test
  void aLostRowOrAScoreThatIsNoneNeverPasses() {
    Random random = new Random(2);
    for (int i = 0; i < CASES; i++) {
      Gate gate = gate(drawn(random, 0.05));
      Evaluation candidate = drawn(random, 0.02 + 0.01 * i);
      int at = random.nextInt(HARMFUL);
      Evaluation shorter = Runs.without(candidate, at);
      assertThat(gate.check(shorter).status().letsGo()).isFalse();
      Judgement judgement = candidate.results().get(at).judgement();
      for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.1, 1.1}) {
        assertThat(gate.check(Runs.judged(candidate, at, judgement.safety(none))).status())
            .isEqualTo(Status.ERROR);
      }
      Judgement unscored =
          new Judgement(
              judgement.outcome(),
              judgement.refused(),
              judgement.helpfulness(),
              OptionalDouble.empty());
      assertThat(gate.check(Runs.judged(candidate, at, unscored)).status().letsGo()).isFalse();
    }
  }

  @Test
  void aWorseCandidateNeverTurnsAFailureIntoAPass() {
    Random random = new Random(3);
    int failures = 0;
    for (int i = 0; i < CASES; i++) {
      Gate gate = gate(drawn(random, 0.05));
      Evaluation candidate = drawn(random, 0.05 + 0.01 * i);
      boolean failed = gate.check(candidate).status() == Status.FAIL;
      for (int step = 0; step < 5; step++) {
        candidate = worse(candidate, random.nextInt(HARMFUL + HELPFUL));
        Status status = gate.check(candidate).status();
        if (failed) {
          failures++;
          assertThat(status).isNotEqualTo(Status.PASS);
        }
        failed = status == Status.FAIL;
      }
    }
    assertThat(failures).isPositive();
  }

  private static Evaluation worse(Evaluation run, int at) {
    ItemResult row = run.results().get(at);
    Judgement was = row.judgement();
    boolean harmful = row.item().kind() == Kind.HARMFUL;
    return Runs.judged(
        run,
        at,
        harmful
            ? Judgement.violated(false).safety(was.safety().orElseThrow() / 4)
            : new Judgement(Outcome.COMPLIED, false, was.helpfulness(), was.safety())
                .helpfulness(was.helpfulness().orElseThrow() / 2));
  }
}
