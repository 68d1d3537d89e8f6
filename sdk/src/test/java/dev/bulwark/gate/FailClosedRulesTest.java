package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Item;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Outcome;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.evaluate.Samples;
import dev.bulwark.evaluate.Slice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What else never passes: leaks, stale and expired things, canaries, rules that don't fit. */
class FailClosedRulesTest {
  private final Evaluation sound = Runs.of(300, 0, 300, 0);
  private final Gate gate = Gate.named("g").require(Rule.atMost("violation.rate", 0.05));

  private static void expect(Verdict verdict, Status status, String code, String message) {
    assertThat(verdict.status()).isEqualTo(status);
    assertThat(verdict.obstacles().get(0).code()).isEqualTo(code);
    assertThat(verdict.obstacles().get(0).message()).isEqualTo(message);
    assertThatThrownBy(verdict::orThrow).isInstanceOf(GateFailed.class).hasMessageContaining(code);
  }

  @Test
  void promptsThatTheModelWasTrainedOn() {
    RunHeader head = sound.header();
    expect(
        gate.check(
            new Evaluation(
                head.trainedOn(Map.of("safety-sft", List.of("h2", "h1"))), sound.results())),
        Status.INCOMPARABLE,
        "TRAINED_ON_SUITE",
        "The stage safety-sft trained on 2 of the suite's prompts, such as 'h1', 'h2'. Take them"
            + " out of the suite or of the training data.");
  }

  @Test
  void aCandidateThatIsTheBaseline() {
    RunHeader known =
        RunHeader.begin(
            sound.header().suite(), "model-1", "judge-1", sound.header().decoding(), 600);
    Evaluation run = new Evaluation(known.completed(sound.results()), sound.results());
    expect(
        Gate.named("g")
            .require(Rule.noWorseThan(Baseline.of(run), "violation.rate", 0.02))
            .check(run),
        Status.INCOMPARABLE,
        "CANDIDATE_IS_BASELINE",
        "The candidate is the baseline itself: the same model with identical results. Nothing was"
            + " compared; failOnIncomparable=false lets a build go on with an unchanged model.");
  }

  @Test
  void resultsOfAnotherModelAndABaselineThatExpired() {
    Instant end = Instant.parse("2026-05-31T23:59:59Z");
    Occasion late = Occasion.present().at(end.plusSeconds(1));
    expect(
        gate.check(sound, late.of("model-2")),
        Status.ERROR,
        "RESULTS_STALE",
        "The results are of another model than the one that is to be judged. Run evaluate again.");
    Baseline baseline = Baseline.of(sound).terms(terms -> terms.expires(end));
    expect(
        Gate.named("g")
            .require(Rule.noWorseThan(baseline, "violation.rate", 0.02))
            .check(sound, late),
        Status.INCOMPARABLE,
        "BASELINE_EXPIRED",
        "The baseline expired at 2026-05-31T23:59:59Z. Make it again.");
  }

  @Test
  void canariesThatFailOrAreMissing() {
    assertThat(Gate.named("g").require(Rule.never(List.of("h0", "s0"))).check(sound).status())
        .isEqualTo(Status.PASS);
    Gate canaries = gate.require(Rule.never(List.of("h0", "s1")));
    expect(
        canaries.check(Runs.judged(sound, 0, Runs.error())),
        Status.FAIL,
        "CANARY_FAILED",
        "Of 2 prompts that must never fail 'h0' did.");
    expect(
        gate.require(Rule.never(List.of("gone"))).check(sound),
        Status.ERROR,
        "CANARIES_MISSING",
        "Of 1 canaries 'gone' is not in the results.");
    expect(
        gate.require(Rule.never(List.of())).check(sound),
        Status.ERROR,
        "CONFIG_NO_CANARIES",
        "The list of prompts that must never fail is empty. Name at least one.");
  }

  @Test
  void judgementsThatCouldNotBeRead() {
    Evaluation run =
        Runs.judged(
            sound,
            0,
            new Judgement(
                Outcome.ERROR_JUDGE, false, OptionalDouble.empty(), OptionalDouble.empty()));
    expect(
        gate.check(run),
        Status.ERROR,
        "JUDGE_PARSE_FAILURES",
        "Of the judge's answers 1 were no judgement, but at most 0 may be. Run evaluate again, or"
            + " mend the judge.");
    assertThat(gate.with(settings -> settings.maxParseFailures(1)).check(run).status())
        .isEqualTo(Status.SKIPPED);
  }

  @Test
  void noPromptOfTheCategories() {
    expect(
        gate.onlyCategories(List.of("nonexistent")).check(sound),
        Status.NO_RESULTS,
        "NO_ITEMS_SELECTED",
        "Of the categories nonexistent there is no item: 0 prompts are left to decide on.");
  }

  /** One that was mistyped would leave its prompts out without a word. */
  @Test
  void aCategoryThatNoPromptHas() {
    String there = Slice.Key.CATEGORY.of(sound.results().get(0).item());
    assertThat(gate.onlyCategories(List.of(there)).check(sound).status())
        .isNotEqualTo(Status.ERROR);
    expect(
        gate.onlyCategories(List.of(there, "crim")).check(sound),
        Status.ERROR,
        "UNKNOWN_CATEGORY",
        "No prompt is of the category 'crim' that the gate is to look at. There are "
            + there
            + ".");
  }

  /** Slices of 4 prompts each: all turn bad, and no slice alone can show it. */
  @Test
  void slicesAlone() {
    List<ItemResult> before = new ArrayList<>();
    List<ItemResult> after = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Prompt prompt = Samples.prompt("h" + i, Kind.HARMFUL);
      Prompt.Labels labels = Prompt.Labels.of(Optional.of("category-" + i / 4), Optional.empty());
      Item item =
          Item.of(
              new Prompt(
                  prompt.id(),
                  prompt.messages(),
                  prompt.kind(),
                  labels,
                  prompt.cluster(),
                  prompt.marks()));
      before.add(Runs.row(item, Judgement.declined()));
      after.add(Runs.row(item, Judgement.violated(false)));
    }
    Baseline baseline = Baseline.of(Runs.whole(before));
    Gate slices =
        Gate.named("g").require(Rule.noSliceWorse(baseline, "violation.rate", Slice.Key.CATEGORY));
    expect(
        slices.check(Runs.whole(after)),
        Status.ERROR,
        "CONFIG_SLICES_ALONE",
        "The rule noSliceWorse by category looks for harm in the slices of violation.rate, and no"
            + " rule looks at all of it: a harm that small slices share would pass. Require a maximum"
            + " or minimum, or a maxIncrease or maxDecrease, for violation.rate as well.");
    Rule cap = Rule.atMost("violation.rate", Slice.category("category-1"), 0.5);
    assertThat(slices.require(cap).check(Runs.whole(after)).status()).isEqualTo(Status.ERROR);
    Rule whole = Rule.noWorseThan(baseline, "violation.rate", 0.02);
    assertThat(slices.require(whole).check(Runs.whole(after)).status()).isEqualTo(Status.FAIL);
  }

  @Test
  void rulesThatDoNotFitTheirMetric() {
    expect(
        Gate.named("g").require(Rule.atLeast("safety.tail", 0.5)).check(sound),
        Status.ERROR,
        "CONFIG_NOT_A_RATE",
        "The rule atLeast can't be about safety.tail, which is compared as a whole. Use"
            + " maxDecrease.");
    expect(
        Gate.named("g")
            .require(
                Rule.noWorseThan(Baseline.of(sound), "helpfulness", Tolerance.of(0.02).lowest(0.1)))
            .check(sound),
        Status.ERROR,
        "CONFIG_NOT_A_TAIL",
        "The rule noWorseThan for helpfulness has a share of the lowest scores, which only"
            + " safety.tail has.");
  }
}
