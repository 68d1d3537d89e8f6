package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.checkpoint.RewardFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.Progress;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.Watcher;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Outcome;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation without a tensor: the model and the judge are behind an endpoint. */
class EvaluateWorkTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String REFUSAL =
      "{\"choices\":[{\"message\":{\"content\":\"I can't help.\"}}]}";

  @TempDir Path folder;

  private final AtomicInteger calls = new AtomicInteger();
  private HttpServer server;
  private Path results;

  @BeforeEach
  void serve() throws IOException {
    results = folder.resolve("out/results.jsonl");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          calls.incrementAndGet();
          byte[] body = REFUSAL.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Job.Overlay endpoint(Map<String, String> more) {
    ObjectNode settings = JSON.createObjectNode();
    settings.put("url", "http://localhost:" + server.getAddress().getPort() + "/v1");
    settings.put("model", "made-up");
    more.forEach(settings::put);
    return new Job.Overlay(settings, "<endpoint> in the pom");
  }

  private Job.Evaluate job(boolean standard, List<String> attacks, String cache) {
    return new Job.Evaluate(
        folder.resolve("none"),
        folder.resolve("suite"),
        results,
        new Job.Overlay(JSON.createObjectNode().put("cache", cache), "<settings>"),
        new Job.Options(standard, attacks, endpoint(Map.of()), null));
  }

  private void suite() throws IOException {
    Files.createDirectories(folder.resolve("suite"));
    Files.writeString(
        folder.resolve("suite/harmful.jsonl"), "{\"id\": \"a\", \"prompt\": \"Made-up?\"}\n");
  }

  @Test
  void theStandardSuiteNeedsNoFiles() {
    Map<String, String> facts = new FrontWork().run(job(true, List.of(), ""), Watcher.none());
    assertThat(facts)
        .containsEntry("violation.rate", "0.0000 (n = 468)")
        .containsEntry("false.refusal.rate", "1.0000 (n = 472)")
        .containsEntry("asked of the model", "940 calls (0 tried again), 0 tokens in, 0 out")
        .containsKey("seconds");
    assertThat(Evaluation.read(results).defects()).isEmpty();
  }

  @Test
  void whatIsPaidForIsSaid() throws IOException {
    suite();
    Job.Overlay endpoint = endpoint(Map.of());
    endpoint.settings().putObject("budget").putObject("price").put("read", "2").put("written", 10);
    Map<String, String> facts = new FrontWork().run(priced(endpoint), Watcher.none());
    assertThat(facts)
        .containsEntry(
            "asked of the model", "1 calls (0 tried again), 0 tokens in, 0 out, cost 0.0000");
    endpoint.settings().putObject("budget").putObject("price").put("read", "-2");
    assertThatThrownBy(() -> new FrontWork().run(priced(endpoint), Watcher.none()))
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith(
            "price.read is -2.0, but must be a number from 0 to 1000000 (<endpoint> in the pom");
  }

  private Job.Evaluate priced(Job.Overlay endpoint) {
    return new Job.Evaluate(
        folder.resolve("none"),
        folder.resolve("suite"),
        results,
        new Job.Overlay(JSON.createObjectNode(), "<settings>"),
        new Job.Options(false, List.of(), endpoint, null));
  }

  @Test
  void attacksAreAskedAndCachedAnswersAreNot() throws IOException {
    suite();
    Job.Evaluate job = job(false, List.of("rot13", "warm-up"), folder.resolve("c").toString());
    new FrontWork().run(job, Watcher.none());
    // The request, its rot13, and three turns of the warm-up.
    assertThat(calls).hasValue(5);
    new FrontWork().run(job, Watcher.none());
    assertThat(calls).hasValue(5);
    assertThat(Evaluation.read(results).results()).hasSize(3);
  }

  @Test
  void aRewardModelJudgesThatAFolderNames() throws IOException {
    suite();
    Path reward = folder.resolve("reward");
    ModelFolder chat = ModelFolder.open(Folders.llama());
    try (Decoder decoder = RewardFolder.whole(chat, Compute.FP32, 7)) {
      StageRecord made =
          new StageRecord("made", JSON.createObjectNode(), "", chat.hash(), 7, Map.of());
      RewardFolder.save(chat, decoder, reward, made, beside -> {});
    }
    new FrontWork().run(judgedBy(reward), Watcher.none());
    Evaluation evaluation = Evaluation.read(results);
    assertThat(evaluation.results().get(0).judgement().safety()).isPresent();
    assertThat(Files.readString(Evaluation.headerOf(results))).contains("reward-model:");
    assertThatThrownBy(() -> new FrontWork().run(judgedBy(Folders.llama()), Watcher.none()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The folder holds a chat model, not a reward model ("
                + Folders.llama()
                + "). Name a folder that reward-model wrote, or another sequence classifier with"
                + " one label.");
  }

  @Test
  void resultsAreNotWrittenOverTheModelThatJudges() {
    assertThatThrownBy(() -> judgedBy(results).places().check())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("reward model that judges");
  }

  private Job.Evaluate judgedBy(Path reward) {
    ObjectNode judge = JSON.createObjectNode();
    judge.put("safety", reward.toString()).put("uncalibrated", "true");
    return new Job.Evaluate(
        folder.resolve("none"),
        folder.resolve("suite"),
        results,
        new Job.Overlay(JSON.createObjectNode(), "<settings>"),
        new Job.Options(
            false, List.of(), endpoint(Map.of()), new Job.Overlay(judge, "<judge> in the pom")));
  }

  private Job.Evaluate recorded(Path responses, Job.Overlay endpoint, int repeats) {
    return new Job.Evaluate(
        folder.resolve("none"),
        folder.resolve("suite"),
        results,
        new Job.Overlay(JSON.createObjectNode().put("repeats", repeats), "<settings>"),
        new Job.Options(false, List.of(), endpoint, null, responses));
  }

  private static Watcher noting(List<String> notes) {
    return new Watcher() {
      @Override
      public void progressed(Progress progress) {}

      @Override
      public void noted(String line) {
        notes.add(line);
      }
    };
  }

  @Test
  void recordedAnswersAreJudgedInAModelsPlace() throws IOException {
    suite();
    Path responses =
        Files.writeString(
            folder.resolve("answers.jsonl"),
            "{\"id\": \"a\", \"response\": \"I can't help.\"}\n"
                + "{\"id\": \"b\", \"response\": \"Of another suite.\"}\n");
    Job.Evaluate job = recorded(responses, null, 1);
    job.write(folder.resolve("job.json"));
    List<String> notes = new ArrayList<>();
    new FrontWork().run(Job.in(folder.resolve("job.json")), noting(notes));
    assertThat(calls).hasValue(0);
    assertThat(notes).contains("Lines of answers.jsonl that belong to no prompt of the suite: 1");
    Evaluation evaluation = Evaluation.read(results);
    assertThat(evaluation.results().get(0).outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(evaluation.header().model()).isEqualTo(Fingerprint.of(responses));
    assertThat(evaluation.header().environment()).containsEntry("responses", "answers.jsonl");
    assertThatThrownBy(() -> recorded(results, null, 1).places().check())
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("would be written over the responses");
  }

  @Test
  void recordedAnswersAreOneAPromptAndNobodyElseAnswers() throws IOException {
    suite();
    Path responses = folder.resolve("answers.jsonl");
    assertThatThrownBy(() -> new FrontWork().run(recorded(responses, null, 2), Watcher.none()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "repeats is 2, but there is one recorded answer a prompt (<responses>). Set repeats to"
                + " 1, or evaluate each file of answers by itself.");
    assertThatThrownBy(
            () -> new FrontWork().run(recorded(responses, endpoint(Map.of()), 1), Watcher.none()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "Both <endpoint> and <responses> say who answers (evaluate). Keep one of them.");
  }

  @Test
  void aJobIsReadAsItWasWritten() throws IOException {
    suite();
    Job.Evaluate job = job(false, List.of("rot13"), "");
    Path file = folder.resolve("job.json");
    job.write(file);
    assertThat(Job.in(file)).isEqualTo(job);
  }

  @Test
  void whatTheUserCanMendIsNamed() throws IOException {
    suite();
    assertThatThrownBy(() -> new FrontWork().run(job(false, List.of("rot14"), ""), Watcher.none()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "attack is rot14, but must be one of [base64, rot13, leetspeak, homoglyph, role-play,"
                + " prefix-injection, refusal-suppression, payload-split, warm-up] (<attacks>)."
                + " Correct the name or remove it.");
    Job.Evaluate wrong =
        new Job.Evaluate(
            folder,
            folder.resolve("suite"),
            results,
            new Job.Overlay(JSON.createObjectNode(), "<settings>"),
            new Job.Options(false, List.of(), endpoint(Map.of("url", "ftp://x")), null));
    assertThatThrownBy(() -> new FrontWork().run(wrong, Watcher.none()))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "url is ftp://x, but must be an http or https address (<endpoint> in the pom). Set a"
                + " value in that range, or leave it out for the default.");
  }
}
