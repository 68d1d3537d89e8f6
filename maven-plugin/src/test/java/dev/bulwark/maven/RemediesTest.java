package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Gate;
import dev.bulwark.gate.Rule;
import dev.bulwark.gate.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemediesTest {
  @TempDir Path folder;

  private static final Path RESULTS = Path.of("r.jsonl");
  private static final Path BASELINE = Path.of("b.json");
  private static final String ACCEPT =
      "mvn bulwark:baseline@gate -Dbulwark.results=\"r.jsonl\" -Dbulwark.baseline=\"b.json\"";
  private static final String EVALUATE = "mvn bulwark:evaluate -Dbulwark.results=";

  @Test
  void aBaselineIsForWhatComparesWithIt() {
    assertThat(of(Optional.empty(), finding("noWorseThan", Status.FAIL, "REGRESSION")))
        .containsExactly("To accept the change: " + ACCEPT + " -Dbulwark.reason=\"say why\"");
    assertThat(
            of(
                Optional.empty(),
                finding("noSliceWorse by category", Status.FAIL, "SLICE_REGRESSION")))
        .containsExactly("To accept the change: " + ACCEPT + " -Dbulwark.reason=\"say why\"");
    assertThat(of(Optional.empty(), finding("noWorseThan", Status.NO_BASELINE, "BASELINE_MISSING")))
        .containsExactly("To make these results the baseline: " + ACCEPT);
    assertThat(of(Optional.empty(), finding("noWorseThan", Status.INCOMPARABLE, "JUDGE_MISMATCH")))
        .containsExactly(
            "To start from these results: " + ACCEPT + " -Dbulwark.reason=\"say why\"");
  }

  @Test
  void aBrokenLimitIsNoMatterOfABaseline() {
    Finding limit = finding("atMost", Status.FAIL, "LIMIT_EXCEEDED");

    assertThat(of(Optional.empty(), limit, limit))
        .containsExactly(
            "A limit holds whatever the baseline is: make the model better, or change <maximum> or"
                + " <minimum> of the rule.");
  }

  /** The finding is the gate's own: what it calls a canary that fails is what is looked for. */
  @Test
  void aCanaryIsMendedByNoLimit() {
    String canary =
        "A canary must not fail even once, whatever the rates are, and an error counts: make the"
            + " model answer it as it should, or take its id out of <canaries>.";
    Finding failed = gated("p0");
    assertThat(failed.status()).isEqualTo(Status.FAIL);
    assertThat(of(Optional.empty(), failed)).containsExactly(canary);
    Finding missing = gated("p-none");
    assertThat(missing.status()).isEqualTo(Status.ERROR);
    assertThat(of(Optional.empty(), missing))
        .containsExactly(
            "A canary is a prompt of the suite: add what is missing to the suite, or correct"
                + " <canaries>.");
  }

  /** Of the made-up results p0 and p1 are violated. */
  private Finding gated(String canary) {
    Path results = folder.resolve("results.jsonl");
    MadeUpResults.write(results, "tuned", 2);
    return Gate.named("release")
        .require(Rule.never(List.of(canary)))
        .check(Evaluation.read(results))
        .obstacles()
        .get(0);
  }

  @Test
  void otherResultsAreNoBaselineFile() {
    Optional<Path> others = Optional.of(Path.of("o.jsonl"));

    assertThat(of(others, finding("noWorseThan", Status.FAIL, "REGRESSION")))
        .containsExactly(
            "The comparison is with <baselineResults>, which no baseline changes: make the model"
                + " better, or allow more in <maxIncrease> or <maxDecrease> of the rule.");
    assertThat(of(others, finding("gate", Status.NO_BASELINE, "RESULTS_MISSING")))
        .containsExactly("To make the results to compare with: " + EVALUATE + "\"o.jsonl\"");
    assertThat(of(others, finding("noWorseThan", Status.INCOMPARABLE, "JUDGE_MISMATCH")))
        .containsExactly(
            "To make both results alike: "
                + EVALUATE
                + "\"o.jsonl\" and "
                + EVALUATE
                + "\"r.jsonl\"");
  }

  @Test
  void aPublishedBaselineIsMovedByPublishing() {
    List<PublishedBaseline> artifact = List.of(absent(Compared.BASELINE));
    String publish =
        "The baseline is the artifact g:a:1:json:safety: make the model better, or publish a"
            + " baseline of these results under another version and name it in <baselineArtifact>.";

    assertThat(
            of(
                Optional.empty(),
                artifact,
                finding("noWorseThan", Status.FAIL, "REGRESSION"),
                finding("noWorseThan", Status.INCOMPARABLE, "JUDGE_MISMATCH"),
                finding("gate", Status.NO_BASELINE, "BASELINE_UNRESOLVED")))
        .containsExactly(publish);
  }

  /** Whatever the status is: the file in the local repository is not the user's to mend. */
  @Test
  void anArtifactThatIsNoBaselineIsNamed() {
    Path file = Path.of("repository", "a-1-safety.json");
    for (Status status : List.of(Status.NO_BASELINE, Status.ERROR, Status.INCOMPARABLE)) {
      Finding finding =
          new Finding(
              "noWorseThan",
              "violation.rate",
              status,
              "BASELINE_UNREADABLE",
              "The baseline " + file + " is not valid JSON. Restore it or make it again.",
              Map.of());
      assertThat(of(Optional.empty(), List.of(present(Compared.BASELINE, file)), finding))
          .containsExactly(
              "The baseline is the artifact g:a:1:json:safety: publish under another version what"
                  + " bulwark:baseline wrote, or name another in <baselineArtifact>.");
      assertThat(of(Optional.empty(), List.of(present(Compared.ANCHOR, file)), finding))
          .containsExactly(
              "The anchor is the artifact g:a:1:json:safety: publish under another version what"
                  + " bulwark:baseline wrote, or name another in <anchorArtifact>.");
    }
  }

  /** A finding does not say which of the two it is about: both remedies are there. */
  @Test
  void aPublishedAnchorIsNoBaselineThatABuildMoves() {
    List<PublishedBaseline> anchor = List.of(absent(Compared.ANCHOR));
    String other =
        "The anchor is the artifact g:a:1:json:safety, which no build moves: where the results are"
            + " too far from it, make the model better, or name another in <anchorArtifact>.";
    String accept = ACCEPT + " -Dbulwark.reason=\"say why\"";

    assertThat(of(Optional.empty(), anchor, finding("noWorseThan", Status.FAIL, "REGRESSION")))
        .containsExactly("To accept the change: " + accept, other);
    assertThat(
            of(
                Optional.empty(),
                anchor,
                finding("noWorseThan", Status.INCOMPARABLE, "JUDGE_MISMATCH")))
        .containsExactly("To start from these results: " + accept, other);
    assertThat(
            of(
                Optional.empty(),
                anchor,
                finding("gate", Status.NO_BASELINE, "BASELINE_UNRESOLVED")))
        .isEmpty();
    assertThat(of(Optional.empty(), anchor, finding("atMost", Status.FAIL, "LIMIT_EXCEEDED")))
        .doesNotContain(other);
    assertThat(
            of(
                Optional.empty(),
                anchor,
                finding("noWorseThan", Status.NO_BASELINE, "BASELINE_MISSING")))
        .containsExactly("To make these results the baseline: " + ACCEPT);
  }

  private static PublishedBaseline absent(Compared as) {
    return new PublishedBaseline(as, "g:a:1:json:safety", Optional.empty(), "Nowhere.");
  }

  private static PublishedBaseline present(Compared as, Path file) {
    return new PublishedBaseline(as, "g:a:1:json:safety", Optional.of(file), "");
  }

  @Test
  void whatIsStaleOrLostIsMeasuredAgain() {
    assertThat(of(Optional.empty(), finding("gate", Status.NO_RESULTS, "RESULTS_MISSING")))
        .containsExactly("To make results: " + EVALUATE + "\"r.jsonl\"");
    assertThat(of(Optional.empty(), finding("gate", Status.ERROR, Origin.OTHER_MODEL)))
        .containsExactly("To measure again: " + EVALUATE + "\"r.jsonl\"");
    assertThat(of(Optional.empty(), finding("gate", Status.ERROR, "CONFIG_INVALID"))).isEmpty();
  }

  private static List<String> of(Optional<Path> others, Finding... findings) {
    return of(others, List.of(), findings);
  }

  private static List<String> of(
      Optional<Path> others, List<PublishedBaseline> artifacts, Finding... findings) {
    return new Remedies(GoalCommandTest.command("gate"), RESULTS, BASELINE, others, artifacts)
        .of(List.of(findings));
  }

  private static Finding finding(String rule, Status status, String code) {
    return new Finding(rule, "all", status, code, "Message.", Map.of());
  }
}
