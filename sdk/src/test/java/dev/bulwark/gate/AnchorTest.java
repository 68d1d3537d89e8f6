package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.report.FindingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate with a moving baseline and a pinned one, each in a file of its own. */
class AnchorTest {
  private static final Instant END = Instant.parse("2026-05-31T23:59:59Z");

  @TempDir private Path folder;

  private Reference kept(String title, Evaluation run) {
    return kept(title, Baseline.of(run));
  }

  private Reference kept(String title, Baseline baseline) {
    Path file = folder.resolve(title + ".json");
    baseline.write(file);
    return new Reference.InFile(file, folder, title);
  }

  private static Gate gate(Reference... references) {
    Gate gate = Gate.named("g");
    for (Reference reference : references) {
      gate = gate.require(new NoWorseThan(reference, "violation.rate", Tolerance.of(0.02), true));
      gate =
          gate.require(new NoWorseThan(reference, "false.refusal.rate", Tolerance.of(0.02), true));
    }
    return gate;
  }

  private static List<Double> adjusted(Verdict verdict, String title) {
    return verdict.findings().stream()
        .filter(finding -> finding.subject().against().orElseThrow().equals(title))
        .map(finding -> finding.numbers().get("pHolm"))
        .toList();
  }

  /** Before the first release the anchor is a copy of the baseline, and no second measurement. */
  @Test
  void copyOfTheBaselineTakesNothingFromTheOtherComparisons() {
    Evaluation before = Runs.of(300, 5, 100, 3);
    Evaluation after = Runs.of(300, 9, 100, 5);
    Reference baseline = kept(Reference.BASELINE, before);
    Verdict alone = gate(baseline).check(after);
    Verdict both = gate(baseline, kept(Reference.ANCHOR, before)).check(after);

    assertThat(adjusted(both, "baseline"))
        .hasSize(2)
        .isEqualTo(adjusted(alone, "baseline"))
        .isEqualTo(adjusted(both, "anchor"));
    Verdict apart = gate(baseline, kept(Reference.ANCHOR, Runs.of(300, 4, 100, 3))).check(after);
    assertThat(adjusted(apart, "baseline")).isNotEqualTo(adjusted(alone, "baseline"));
  }

  @Test
  void filesTellTheTwoApart() throws IOException {
    Evaluation before = Runs.of(300, 5, 100, 3);
    Verdict verdict =
        gate(kept(Reference.BASELINE, before), kept(Reference.ANCHOR, Runs.of(300, 4, 100, 3)))
            .check(Runs.of(300, 6, 100, 3));
    JsonNode findings = new JsonMapper().readTree(verdict.json()).path("findings");
    assertThat(findings.findValuesAsText("against"))
        .containsExactly("baseline", "baseline", "anchor", "anchor");
    Path file = folder.resolve("verdict.json");
    Files.writeString(file, verdict.json());
    assertThat(Verdict.read(file).json()).isEqualTo(verdict.json());
    assertThat(new FindingsTable(verdict.findings()).rows())
        .extracting(row -> row.get(1))
        .containsExactly(
            "violation.rate",
            "false.refusal.rate",
            "violation.rate against the anchor",
            "false.refusal.rate against the anchor");
  }

  @Test
  void oneFileIsNamedByWhatItIsToEachRule() {
    Evaluation run = Runs.of(300, 5, 100, 3);
    Path file = folder.resolve("both.json");
    Baseline.of(run).terms(terms -> terms.expires(END)).write(file);
    Reference baseline = new Reference.InFile(file, folder, Reference.BASELINE);
    Reference anchor = new Reference.InFile(file, folder, Reference.ANCHOR);
    Verdict verdict =
        Gate.named("g")
            .require(new NoWorseThan(baseline, "violation.rate", Tolerance.of(0.02), true))
            .require(new NoWorseThan(anchor, "false.refusal.rate", Tolerance.of(0.02), true))
            .check(run, Occasion.present().at(END.plusSeconds(1)));
    assertThat(verdict.findings())
        .extracting(Finding::message)
        .containsExactly(
            "The baseline expired at 2026-05-31T23:59:59Z. Make it again.",
            "The anchor expired at 2026-05-31T23:59:59Z. Make it again.");
  }

  @Test
  void whatStandsInTheWaySpeaksOfTheAnchor() {
    Evaluation run = Runs.of(300, 5, 100, 3);
    Baseline expired = Baseline.of(run).terms(terms -> terms.expires(END));
    assertThat(obstacle(expired, run))
        .isEqualTo("BASELINE_EXPIRED: The anchor expired at 2026-05-31T23:59:59Z. Make it again.");
    assertThat(obstacle(Baseline.of(Runs.of(301, 5, 100, 3)), run))
        .isEqualTo(
            "ITEMS_MISSING: Results are missing for 1 of the anchor's prompts, such as 'h300'.");
    assertThat(obstacle(Baseline.of(Runs.of(299, 5, 100, 3)), run))
        .isEqualTo("ITEMS_EXTRA: The anchor lacks 1 of the prompts, such as 'h299'.");
    Baseline elsewhere =
        Baseline.of(
            new Evaluation(run.header().environment(Map.of("decoding", "plain")), run.results()));
    Evaluation here =
        new Evaluation(run.header().environment(Map.of("decoding", "packed")), run.results());
    assertThat(obstacle(elsewhere, here))
        .isEqualTo(
            "ENVIRONMENT_DIFFERS: The run was made with {decoding=packed}, but the anchor's with"
                + " {decoding=plain}. Small differences may come from that.");
  }

  @Test
  void namesOfFilesOfAnswersAreNoCircumstance() {
    Evaluation run = Runs.of(300, 5, 100, 3);
    RunHeader was = run.header().environment(Map.of(RunHeader.RESPONSES, "first.jsonl"));
    RunHeader is = run.header().environment(Map.of(RunHeader.RESPONSES, "second.jsonl"));
    Verdict verdict =
        Gate.named("g")
            .require(
                Rule.noWorseThan(
                    Baseline.of(new Evaluation(was, run.results())), "violation.rate", 0.02))
            .check(new Evaluation(is, run.results()));
    assertThat(verdict.findings()).extracting(Finding::code).doesNotContain("ENVIRONMENT_DIFFERS");
  }

  private String obstacle(Baseline baseline, Evaluation run) {
    Verdict verdict =
        Gate.named("g")
            .require(
                new NoWorseThan(
                    kept(Reference.ANCHOR, baseline), "violation.rate", Tolerance.of(0.02), true))
            .check(run, Occasion.present().at(END.plusSeconds(1)));
    return verdict.findings().stream()
        .filter(finding -> !finding.code().equals("OK"))
        .map(finding -> finding.code() + ": " + finding.message())
        .reduce((one, other) -> other)
        .orElseThrow();
  }
}
