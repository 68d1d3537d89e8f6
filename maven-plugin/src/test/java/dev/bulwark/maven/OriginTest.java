package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Gate;
import dev.bulwark.gate.Rule;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginTest {
  @TempDir Path folder;

  private final List<String> log = new ArrayList<>();
  private Path suite = Path.of("");
  private Path model = Path.of("");

  @BeforeEach
  void write() throws IOException {
    suite = folder.resolve("suite");
    MadeUpResults.writeSuite(suite);
    model = Files.createDirectory(folder.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
  }

  @Test
  void resultsOfThisSuiteAndModelKeepTheirVerdict() {
    Verdict verdict = verdict(ModelFolder.hashOf(model));

    assertThat(origin().confirm(verdict)).isSameAs(verdict);
    assertThat(verdict.passed()).isTrue();
    assertThat(log).isEmpty();
  }

  @Test
  void resultsOfAChangedSuiteDontPass() throws IOException {
    Verdict verdict = verdict(ModelFolder.hashOf(model));
    Files.writeString(suite.resolve("helpful.jsonl"), "{\"id\": \"new\", \"prompt\": \"New?\"}\n");

    assertRefused(
        origin().confirm(verdict),
        "RESULTS_OF_ANOTHER_SUITE",
        "The results are not those of the suite "
            + suite
            + " as it is now: another suite was evaluated, or it was changed since. Run evaluate"
            + " again, or name the results' own <suite>.");
  }

  @Test
  void resultsOfAnotherModelDontPass() throws IOException {
    Verdict verdict = verdict(ModelFolder.hashOf(model));
    Files.writeString(model.resolve("config.json"), "{ }");

    assertRefused(
        origin().confirm(verdict),
        "RESULTS_OF_ANOTHER_MODEL",
        "The results are not those of the model "
            + model
            + " as it is now: another model was evaluated, or it was changed since. Run evaluate"
            + " again, or name the results' own <model>; those of an <endpoint> have none, so take it"
            + " out of what check is configured with.");
    assertThat(origin().confirm(verdict("")).status()).isEqualTo(Status.ERROR);
  }

  @Test
  void resultsOfRecordedAnswersAreNoModels() {
    Verdict some = verdict("file");
    RunHeader run = some.run().orElseThrow();
    RunHeader recorded =
        RunHeader.begin(
            run.suite(), "file", run.judge(), Map.of("strategy", "recorded"), run.attempted());
    Verdict verdict =
        new Verdict(
            some.gate(),
            some.status(),
            some.findings(),
            some.settings(),
            Optional.of(recorded),
            List.of(),
            some.counts());
    assertRefused(
        origin().confirm(verdict),
        "RESULTS_OF_RECORDED_ANSWERS",
        "The results are of answers that a file holds (<responses>), so nothing shows that the"
            + " model "
            + model
            + " gave them. Take <model> out of what check is configured with, or evaluate the model"
            + " without <responses>.");
  }

  @Test
  void saysWhatIsNotOnThisMachine() {
    Path none = folder.resolve("none");
    Verdict verdict = verdict("any");

    assertThat(new Origin(none, Questions.PLAIN, Optional.of(none), log::add).confirm(verdict))
        .isSameAs(verdict);
    assertThat(log)
        .containsExactly(
            "The suite "
                + none
                + " is not on this machine, so nothing shows that the results belong to it.",
            "The model "
                + none
                + " is not on this machine, so nothing shows that the results belong to it.");
  }

  @Test
  void aVerdictWithoutResultsStaysAsItIs() {
    Verdict verdict = Gate.named("release").check(folder.resolve("none.jsonl"));

    assertThat(origin().confirm(verdict)).isSameAs(verdict);
  }

  private void assertRefused(Verdict verdict, String code, String message) {
    assertThat(verdict.status()).isEqualTo(Status.ERROR);
    assertThat(verdict.findings()).extracting(Finding::code).containsExactly(code);
    assertThat(verdict.findings()).extracting(Finding::message).containsExactly(message);
  }

  private Origin origin() {
    return new Origin(suite, Questions.PLAIN, Optional.of(model), log::add);
  }

  private Verdict verdict(String modelHash) {
    Path results = folder.resolve("results.jsonl");
    MadeUpResults.write(results, modelHash, 2);
    return Gate.named("release").require(Rule.atMost("violation.rate", 0.05)).check(results);
  }
}
