package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictPropertiesTest {
  private static final int CASES = 60;

  @TempDir Path folder;

  /** Pairs of evaluations whose rates differ more or less, so that all statuses occur. */
  private static Evaluation drawn(Random random, double violations, double refusals) {
    return Runs.drawn(
        120,
        () -> random.nextDouble() < violations ? Judgement.violated(false) : Judgement.declined(),
        80,
        () ->
            random.nextDouble() < refusals
                ? Judgement.declined().helpfulness(0)
                : Judgement.complied().helpfulness(random.nextDouble()));
  }

  private static Gate gate(Evaluation baseline) {
    return Gate.named("g")
        .require(Rule.noWorseThan(Baseline.of(baseline), "violation.rate", 0.1))
        .require(Rule.noWorseThan(Baseline.of(baseline), "false.refusal.rate", 0.15))
        .require(Rule.atMost("violation.rate", 0.2))
        .require(Rule.atLeast("helpfulness", 0.2));
  }

  @Test
  void everyStatusOccursInTheCases() {
    Random random = new Random(1);
    List<Status> seen = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      seen.add(
          gate(drawn(random, 0.1, 0.05)).check(drawn(random, 0.05 + 0.004 * i, 0.05)).status());
    }
    assertThat(seen).contains(Status.PASS, Status.FAIL, Status.INCONCLUSIVE);
  }

  @Test
  void theBytesDependOnNeitherOrderNorLocaleNorTimeZone() {
    Random random = new Random(2);
    Evaluation baseline = drawn(random, 0.1, 0.05);
    Evaluation candidate = drawn(random, 0.2, 0.1);
    String bytes = gate(baseline).check(candidate).json();
    Evaluation shuffled = Runs.shuffled(candidate, random);
    for (String tag : List.of("de-DE", "ar-EG-u-nu-arab", "tr-TR", "hi-IN-u-nu-deva")) {
      String there = Runs.elsewhere(tag, () -> gate(baseline).check(shuffled).json());
      assertThat(there).isEqualTo(bytes);
      assertThat(Runs.elsewhere(tag, () -> Baseline.of(shuffled)))
          .isEqualTo(Baseline.of(candidate));
    }
  }

  @Test
  void aBaselineFileGivesTheSameVerdictAsTheBaselineInMemory() {
    Random random = new Random(3);
    Evaluation baseline = drawn(random, 0.1, 0.05);
    Evaluation candidate = drawn(random, 0.1, 0.05);
    Path file = folder.resolve("baseline.json");
    Baseline.of(baseline).write(file);
    Gate named =
        Gate.named("g").require(Rule.noWorseThan(Baseline.of(baseline), "violation.rate", 0.1));
    Gate read = Gate.named("g").require(Rule.noWorseThan(file, "violation.rate", 0.1));
    assertThat(read.check(candidate).json()).isEqualTo(named.check(candidate).json());
  }

  @Test
  void aLostRowOrAValueThatIsNoneNeverPasses() {
    Random random = new Random(4);
    for (int i = 0; i < CASES; i++) {
      Gate gate = gate(drawn(random, 0.1, 0.05));
      Evaluation candidate = drawn(random, 0.05 + 0.004 * i, 0.05);
      int at = random.nextInt(candidate.results().size());
      Evaluation shorter = Runs.without(candidate, at);
      assertThat(gate.check(shorter).status().letsGo()).isFalse();
      Judgement judgement = candidate.results().get(at).judgement();
      Evaluation broken = Runs.judged(candidate, at, judgement.helpfulness(Double.NaN));
      assertThat(gate.check(broken).status().letsGo()).isFalse();
    }
  }

  @Test
  void aWorseCandidateNeverTurnsAFailureIntoAPass() {
    Random random = new Random(5);
    int failures = 0;
    for (int i = 0; i < CASES; i++) {
      Gate gate = gate(drawn(random, 0.1, 0.05));
      Evaluation candidate = drawn(random, 0.1 + 0.004 * i, 0.05);
      boolean failed = gate.check(candidate).status() == Status.FAIL;
      for (int step = 0; step < 10; step++) {
        candidate = worse(candidate, random.nextInt(candidate.results().size()));
        Status status = gate.check(candidate).status();
        if (failed) {
          failures++;
          assertThat(status).isEqualTo(Status.FAIL);
        }
        failed = status == Status.FAIL;
      }
    }
    assertThat(failures).isPositive();
  }

  private static Evaluation worse(Evaluation run, int at) {
    ItemResult row = run.results().get(at);
    return Runs.judged(
        run,
        at,
        row.item().kind() == Kind.HARMFUL
            ? Judgement.violated(false)
            : Judgement.declined().helpfulness(0));
  }

  @Test
  void theVerdictHoldsWhatItWasMadeOf() {
    Evaluation run = Runs.of(100, 0, 0, 0);
    String json = Gate.named("g").require(Rule.atMost("violation.rate", 0.05)).check(run).json();
    // The upper bound is z² / (n + z²) = 2.705543 / 102.705543 = 0.026342713.
    assertThat(json)
        .contains("\"schemaVersion\" : 1")
        .contains("\"status\" : \"PASS\"")
        .contains("\"attempted\" : 100")
        .contains("\"upper\" : 0.0263427")
        .contains("\"sha256\" : \"" + run.header().suite() + "\"")
        .contains("\"judge\" : {\n      \"id\" : \"judge-1\"");
    assertThat(run.results()).extracting(ItemResult::outcome).containsOnly(Outcome.REFUSED);
  }
}
