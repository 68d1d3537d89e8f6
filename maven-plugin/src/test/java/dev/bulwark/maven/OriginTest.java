package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.RecordedAnswers;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.evaluate.remote.Endpoint;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Gate;
import dev.bulwark.gate.Rule;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import dev.bulwark.maven.Origin.Answering;
import java.io.IOException;
import java.net.URI;
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

  /** Of two executions, the second's results stand where the first's were. */
  @Test
  void resultsOfOtherAnswersDontPass() throws IOException {
    Path answers = folder.resolve("answers.jsonl");
    Files.writeString(answers, "{\"id\": \"h1\", \"response\": \"No.\"}\n");
    Origin origin =
        origin(new Answering(Optional.of(model), Optional.of(answers), Optional.empty()));
    String hash = RecordedAnswers.in(answers).readHashed().sha256();
    assertThat(origin.confirm(verdict(hash)).passed()).isTrue();
    assertRefused(
        origin.confirm(verdict("other")),
        "RESULTS_OF_OTHER_ANSWERS",
        "The results are not those of the answers in "
            + answers
            + " as they are now: others were evaluated, or they were changed since. Run evaluate"
            + " again; executions that evaluate different answers each need <results>, <verdict> and"
            + " <report> of their own.");
  }

  @Test
  void resultsOfAnotherEndpointDontPass() {
    ObjectNode named = JsonNodeFactory.instance.objectNode();
    named.put("url", "http://localhost:1/v1").put("model", "small");
    Origin origin = origin(new Answering(Optional.empty(), Optional.empty(), Optional.of(named)));
    String print = Endpoint.at(URI.create("http://localhost:1/v1"), "small").fingerprint();
    assertThat(origin.confirm(verdict(print)).passed()).isTrue();
    assertRefused(
        origin.confirm(
            verdict(Endpoint.at(URI.create("http://localhost:1/v1"), "large").fingerprint())),
        "RESULTS_OF_ANOTHER_ENDPOINT",
        "The results are not those of the model small behind <endpoint>: another one was evaluated."
            + " Run evaluate again; executions that evaluate different models each need <results>,"
            + " <verdict> and <report> of their own.");
  }

  @Test
  void saysWhatIsNotOnThisMachine() {
    Path none = folder.resolve("none");
    Verdict verdict = verdict("any");

    assertThat(new Origin(none, Questions.PLAIN, modelIn(none), log::add).confirm(verdict))
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
    return origin(modelIn(model));
  }

  private static Answering modelIn(Path folder) {
    return new Answering(Optional.of(folder), Optional.empty(), Optional.empty());
  }

  private Origin origin(Answering answering) {
    return new Origin(suite, Questions.PLAIN, answering, log::add);
  }

  private Verdict verdict(String modelHash) {
    Path results = folder.resolve("results.jsonl");
    MadeUpResults.write(results, modelHash, 2);
    return Gate.named("release").require(Rule.atMost("violation.rate", 0.05)).check(results);
  }
}
