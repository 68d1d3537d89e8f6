package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.gate.Baseline;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Gate;
import dev.bulwark.gate.Rule;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateRunTest {
  private static final String RULES =
      "{\"rules\":[{\"metric\":\"violation.rate\",\"maxIncrease\":0.02}]}";

  @TempDir Path folder;
  private Path good = Path.of("");
  private Path bad = Path.of("");

  @BeforeEach
  void writeResults() {
    good = folder.resolve("good.jsonl");
    bad = folder.resolve("bad.jsonl");
    MadeUpResults.write(good, "tuned", 2);
    MadeUpResults.write(bad, "base", 60);
  }

  @Test
  void comparesWithOtherResults() throws IOException {
    assertThat(run(RULES, good).judgedAgainst(bad).verdict().status()).isEqualTo(Status.PASS);
    assertThat(run(RULES, bad).judgedAgainst(good).verdict().status()).isEqualTo(Status.FAIL);
  }

  @Test
  void givesTheBytesThatTheSdkGives() throws IOException {
    Verdict goal = run(RULES, bad).judgedAgainst(good).verdict();
    Evaluation candidate = Evaluation.read(bad);
    Baseline baseline = Baseline.of(Evaluation.read(good));
    Verdict sdk =
        Gate.named(goal.gate())
            .require(Rule.noWorseThan(baseline, "violation.rate", margin(goal)))
            .check(candidate);
    assertThat(sdk.json()).isEqualTo(goal.json());
  }

  private static double margin(Verdict goal) {
    assertThat(goal.findings()).hasSize(1);
    return goal.findings().get(0).numbers().getOrDefault("margin", Double.NaN);
  }

  @Test
  void hasAVerdictWithoutABaseline() throws IOException {
    assertThat(run(RULES, good).judged().verdict().status()).isEqualTo(Status.NO_BASELINE);
    assertThat(run(RULES, good).judgedAgainst(folder.resolve("none.jsonl")).verdict().status())
        .isEqualTo(Status.NO_BASELINE);
  }

  @Test
  void brokenResultsToCompareWithAreNotMissingOnes() throws IOException {
    Files.writeString(bad, "{\n");
    Judged judged = run(RULES, good).judgedAgainst(bad);
    Finding broken = judged.verdict().findings().get(0);
    assertThat(broken.status()).isEqualTo(Status.ERROR);
    assertThat(broken.message()).startsWith("For the baseline: ");
    Files.writeString(folder.resolve("baseline.json"), "{");
    assertThat(run(RULES, good).judged().verdict().status()).isEqualTo(Status.ERROR);
  }

  @Test
  void holdsToLimitsWithoutTheOtherResultsAndForgetsEarlierOnes() throws IOException {
    String rules =
        "{\"rules\":[{\"metric\":\"violation.rate\",\"maximum\":0.05,\"maxIncrease\":0.02}]}";
    run(rules, bad).judgedAgainst(bad).verdict();
    Verdict verdict = run(rules, bad).judgedAgainst(folder.resolve("none.jsonl")).verdict();

    assertThat(verdict.status()).isEqualTo(Status.NO_BASELINE);
    assertThat(verdict.obstacles())
        .extracting(Finding::code)
        .containsExactly("RESULTS_MISSING", "BASELINE_MISSING", "LIMIT_EXCEEDED");
  }

  /** The limit is broken by 60 of 300; the comparison has nothing to compare with. */
  @Test
  void holdsToLimitsWithoutAnArtifactAndLeavesFilesAlone() throws IOException {
    Path own = Files.writeString(folder.resolve("baseline.json"), "mine");
    Path file = folder.resolve("verdict.json");
    String rules =
        "{\"rules\":[{\"metric\":\"violation.rate\",\"maximum\":0.05,\"maxIncrease\":0.02}]}";
    GateRun run = run(rules, bad, file.resolve("baseline.json"));
    Judged judged = GateRun.unresolved(absent(Compared.BASELINE, "Nowhere."), file, run.judged());
    new VerdictFile(file).write(judged.verdict(), List.of());

    assertThat(judged.verdict().status()).isEqualTo(Status.NO_BASELINE);
    assertThat(judged.verdict().findings())
        .extracting(Finding::code)
        .containsExactly("BASELINE_UNRESOLVED", "LIMIT_EXCEEDED");
    assertThat(table(run, judged)).contains("20.0 %").contains("-  ");
    assertThat(own).hasContent("mine");
    assertThat(Verdict.read(file).json()).isEqualTo(judged.verdict().json());
  }

  @Test
  void keepsWhatIsSaidOfAnotherBaselineThatIsMissing() throws IOException {
    String rules =
        "{\"anchor\":\"anchor.json\",\"rules\":[{\"metric\":\"violation.rate\",\"maxIncrease\":0.02}]}";
    Path nowhere = folder.resolve("verdict.json/baseline.json");
    Judged judged =
        GateRun.unresolved(
            absent(Compared.BASELINE, "Nowhere."),
            nowhere.getParent(),
            run(rules, good, nowhere).judged());
    assertThat(judged.verdict().findings())
        .extracting(Finding::message)
        .containsExactly(
            "Nowhere.",
            "There is no baseline file "
                + folder.resolve("anchor.json")
                + ". Make one from results you accept, with mvn bulwark:baseline.");
  }

  /** 2 of 300 violate where 60 did before: if it were not for its anchor, the gate would pass. */
  @Test
  void neverPassesWithoutItsAnchor() throws IOException {
    Path nowhere = folder.resolve("verdict.json");
    Baseline.of(Evaluation.read(bad)).write(folder.resolve("baseline.json"));
    assertThat(run(RULES, good).judged().verdict().status()).isEqualTo(Status.PASS);
    PublishedBaseline anchor = absent(Compared.ANCHOR, "No anchor.");
    ObjectNode tree = (ObjectNode) new JsonMapper().readTree(RULES);
    tree.put("anchor", anchor.in(nowhere).toString());

    Judged judged = GateRun.unresolved(anchor, nowhere, run(tree.toString(), good).judged());
    assertThat(judged.verdict().status()).isEqualTo(Status.NO_BASELINE);
    assertThat(judged.verdict().obstacles())
        .extracting(Finding::code, Finding::message)
        .containsExactly(tuple("BASELINE_UNRESOLVED", "No anchor."));
  }

  private static PublishedBaseline absent(Compared as, String why) {
    return new PublishedBaseline(as, "g:a:1:json:safety", Optional.empty(), why);
  }

  @Test
  void hasAVerdictOnAPomThatIsWrong() throws IOException {
    Verdict verdict =
        run("{\"rules\":[{\"metric\":\"violation.rate\",\"maxIncrese\":1}]}", good)
            .judged()
            .verdict();

    assertThat(verdict.status()).isEqualTo(Status.ERROR);
    assertThat(verdict.message())
        .contains(
            "Unknown key 'maxIncrese' (<rules> in the pom, rule 1). Known here are baseline,"
                + " eachSlice, lowest, maxDecrease, maxIncrease, maximum, metric, minimum,"
                + " minimumHarm, slice.");
  }

  @Test
  void hasATableWhereThereAreResults() throws IOException {
    GateRun run = run(RULES, good);
    assertThat(table(run, run.judged())).contains("violation.rate");
    assertThat(table(run, run.judgedAgainst(bad))).contains("20.0 %").contains("0.7 %");
    GateRun without = run(RULES, folder.resolve("none.jsonl"));
    assertThat(without.comparison(without.judged())).isEmpty();
  }

  private static String table(GateRun run, Judged judged) {
    return run.comparison(judged).orElseThrow().text();
  }

  @Test
  void showsWhatWasJudgedWhateverTheFilesAreByThen() throws IOException {
    // 2 of 300 violate before (0.7 %), 60 in the results that are judged (20.0 %).
    GateRun run = run(RULES, bad);
    Judged judged = run.judgedAgainst(good);
    String before = table(run, judged);
    MadeUpResults.write(bad, "swapped", 0);
    assertThat(table(run, judged)).isEqualTo(before).contains("20.0 %").contains("0.7 %");

    Baseline.of(Evaluation.read(bad)).write(folder.resolve("baseline.json"));
    assertThat(table(run, judged)).contains("20.0 %").doesNotContain("0.7 %").contains("-  ");
  }

  @Test
  void writesTheGatesOwnBytesAndTheSwitchesInForce() throws IOException {
    Verdict verdict = run(RULES, good).judgedAgainst(bad).verdict();
    VerdictFile file = new VerdictFile(folder.resolve("verdict.json"));

    file.write(verdict, List.of());
    assertThat(Files.readString(file.path())).isEqualTo(verdict.json());
    file.write(verdict, List.of("failOnRegression=false"));
    assertThat(Files.readString(file.path()))
        .contains("\"switches\" : [ \"failOnRegression=false\" ]");
  }

  private GateRun run(String tree, Path results) throws JsonProcessingException {
    return run(tree, results, folder.resolve("baseline.json"));
  }

  private GateRun run(String tree, Path results, Path baseline) throws JsonProcessingException {
    ObjectNode described = (ObjectNode) new JsonMapper().readTree(tree);
    return new GateRun("release", () -> described, folder, results, baseline);
  }
}
