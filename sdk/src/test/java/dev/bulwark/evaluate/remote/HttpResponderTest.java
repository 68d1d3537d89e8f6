package dev.bulwark.evaluate.remote;

import static dev.bulwark.evaluate.remote.FaultyServer.after;
import static dev.bulwark.evaluate.remote.FaultyServer.body;
import static dev.bulwark.evaluate.remote.FaultyServer.hangsUp;
import static dev.bulwark.evaluate.remote.FaultyServer.says;
import static dev.bulwark.evaluate.remote.FaultyServer.stalls;
import static dev.bulwark.evaluate.remote.FaultyServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Effort.Tokens;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Outcome;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.evaluate.remote.HttpResponder.Decoding;
import dev.bulwark.evaluate.remote.Limits.Budget;
import dev.bulwark.evaluate.remote.Limits.Price;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpResponderTest {
  private static final String SECRET = "sk-very-secret";
  private static final Map<String, String> ENVIRONMENT = Map.of("MADE_UP_KEY", SECRET);

  @TempDir Path folder;

  private static HttpResponder responder(Endpoint endpoint) {
    return new HttpResponder(endpoint, Decoding.defaults(), ENVIRONMENT);
  }

  private static HttpResponder responder(FaultyServer server, UnaryOperator<Limits> change) {
    Endpoint endpoint = server.endpoint();
    return responder(endpoint.limits(change.apply(endpoint.limits())));
  }

  private static List<Prompt> prompts(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Prompt.of("p" + i, Kind.HARMFUL, "Made-up request " + i))
        .toList();
  }

  private static ItemResult only(HttpResponder responder) {
    return Evaluator.of(responder).batchSize(1).evaluate(prompts(1)).results().get(0);
  }

  private static void failsAs(HttpResponder responder, String kind, String message) {
    ItemResult row = only(responder);
    assertThat(row.outcome()).isEqualTo(Outcome.ERROR_TARGET);
    assertThat(row.error().orElseThrow().kind()).isEqualTo(kind);
    assertThat(row.error().orElseThrow().message()).isEqualTo(message);
  }

  @Test
  void sendsTheConversationAndTheKey() throws IOException {
    try (FaultyServer server = new FaultyServer(says("No."))) {
      HttpResponder responder = responder(server.endpoint().key("MADE_UP_KEY"));
      Prompt prompt =
          Prompt.of("p", Kind.HELPFUL, "")
              .variant(
                  "p",
                  List.of(Message.user("Hi"), Message.assistant("Hello"), Message.user("Ok?")));
      assertThat(responder.respond(List.of(prompt))).containsExactly("No.");
      JsonNode request = server.requests().get(0);
      assertThat(request.path("model").asText()).isEqualTo("made-up");
      assertThat(request.path("temperature").asDouble()).isZero();
      assertThat(request.path("max_tokens").asInt()).isEqualTo(512);
      assertThat(request.path("messages").findValuesAsText("role"))
          .containsExactly("user", "assistant", "user");
      assertThat(request.path("messages").findValuesAsText("content"))
          .containsExactly("Hi", "Hello", "Ok?");
      assertThat(server.keys()).containsExactly("Bearer " + SECRET);
      assertThat(responder.usage()).isEqualTo(new Usage(1, 0, 7, 3));
      assertThat(responder.usage().cost(new Price(500_000, 1_000_000))).hasValue(3.5 + 3);
      assertThat(responder.usage().cost(Price.UNKNOWN)).isEmpty();
      assertThat(responder.usage()).hasToString("1 calls (0 tried again), 7 tokens in, 3 out");
    }
  }

  @Test
  void aRepeatHasASeedOfItsOwn() throws IOException {
    try (FaultyServer server = new FaultyServer(says("No."))) {
      Evaluator.of(responder(server.endpoint())).with(run -> run.repeats(3)).evaluate(prompts(1));
      assertThat(server.requests().stream().map(request -> request.path("seed").asInt()))
          .containsExactly(17, 18, 19);
    }
  }

  @Test
  void errorsOfTheTransportAreTriedAgain() throws IOException {
    try (FaultyServer server =
        new FaultyServer(status(500), status(503), hangsUp(), says("I can't help with that."))) {
      HttpResponder responder = responder(server.endpoint());
      assertThat(only(responder).outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(responder.usage()).isEqualTo(new Usage(4, 3, 7, 3));
    }
  }

  @Test
  void afterTheLastTryTheRowIsAnError() throws IOException {
    try (FaultyServer server = new FaultyServer(status(502))) {
      HttpResponder responder = responder(server.endpoint());
      failsAs(
          responder,
          "HTTP_502",
          "The endpoint " + server.endpoint().url() + " answered with status 502");
      assertThat(responder.usage().calls()).isEqualTo(4);
    }
  }

  @Test
  void contentIsNeverAskedForAgain() throws IOException {
    for (String garbage : List.of("<html>busy</html>", "", "[]", "{\"choices\":[]}", "{\"a\":")) {
      try (FaultyServer server = new FaultyServer(body(garbage))) {
        HttpResponder responder = responder(server.endpoint());
        failsAs(
            responder,
            "MALFORMED",
            "The endpoint's answer has no text at choices[0].message.content");
        assertThat(responder.usage().calls()).isEqualTo(1);
      }
    }
  }

  @Test
  void aRequestThatIsWrongIsNotTriedAgain() throws IOException {
    try (FaultyServer server = new FaultyServer(status(401))) {
      HttpResponder responder = responder(server.endpoint());
      failsAs(responder, "HTTP_401", "The endpoint answered with status 401");
      assertThat(responder.usage().calls()).isEqualTo(1);
    }
  }

  @Test
  void retryAfterIsHonoured() throws IOException {
    try (FaultyServer server =
        new FaultyServer(status(429, "", Map.of("Retry-After", "1")), says("No."))) {
      HttpResponder responder = responder(server, l -> l.longestWait(Duration.ofSeconds(5)));
      long start = System.nanoTime();
      assertThat(responder.respond(prompts(1))).containsExactly("No.");
      assertThat((System.nanoTime() - start) / 1e9).isBetween(1.0, 4.0);
    }
  }

  @Test
  void whoAsksForTooLongAWaitHasFailed() throws IOException {
    try (FaultyServer server = new FaultyServer(status(429, "", Map.of("Retry-After", "3600")))) {
      failsAs(
          responder(server, l -> l.longestWait(Duration.ofSeconds(60))),
          "RATE_LIMITED",
          "The endpoint asks to wait 3600 s, but the longest wait is 60 s");
    }
  }

  @Test
  void retryAfterCanBeADate() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(Waits.retryAfter("Thu, 01 Jan 2026 00:00:30 GMT", now))
        .hasValue(Duration.ofSeconds(30));
    assertThat(Waits.retryAfter("Wed, 31 Dec 2025 00:00:30 GMT", now)).hasValue(Duration.ZERO);
    assertThat(Waits.retryAfter("soon", now)).isEmpty();
    assertThat(Waits.retryAfter("-5", now)).isEmpty();
  }

  @Test
  void anAnswerThatTakesTooLongIsATimeout() throws IOException {
    Duration long_ = Duration.ofSeconds(3);
    for (FaultyServer.Behaviour slow : List.of(after(long_, says("No.")), stalls(long_))) {
      try (FaultyServer server = new FaultyServer(slow)) {
        HttpResponder responder =
            responder(server, l -> l.timeout(Duration.ofMillis(200)).attempts(2));
        failsAs(responder, "TIMEOUT", "No answer within 200 ms, tried 2 times");
      }
    }
  }

  @Test
  void aFilterIsNoAnswerAndNoError() throws IOException {
    for (FaultyServer.Behaviour filter :
        List.of(
            body("{\"choices\":[{\"finish_reason\":\"content_filter\",\"message\":{}}]}"),
            status(400, "{\"error\":{\"code\":\"content_filter\"}}", Map.of()))) {
      try (FaultyServer server = new FaultyServer(filter)) {
        assertThat(only(responder(server.endpoint())).outcome()).isEqualTo(Outcome.FILTERED);
      }
    }
  }

  @Test
  void aRefusalInAFieldOfItsOwnIsAnAnswer() throws IOException {
    try (FaultyServer server =
        new FaultyServer(
            body(
                "{\"choices\":[{\"message\":{\"content\":null,"
                    + "\"refusal\":\"I can't help with that.\"}}]}"))) {
      assertThat(only(responder(server.endpoint())).outcome()).isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void theRateIsKept() throws IOException {
    try (FaultyServer server = new FaultyServer(says("No."))) {
      HttpResponder responder = responder(server, l -> l.callsPerSecond(20));
      long start = System.nanoTime();
      Evaluator.of(responder).with(run -> run.batch(1).concurrency(4)).evaluate(prompts(9));
      // The first call goes at once, each of the other eight 50 ms after the one before it.
      assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(0.39);
    }
  }

  @Test
  void asManyCallsAreUnderWayAsWereAllowed() throws IOException {
    try (FaultyServer server = new FaultyServer(after(Duration.ofMillis(30), says("No.")))) {
      Evaluation made =
          Evaluator.of(responder(server.endpoint()))
              .with(run -> run.batch(1).concurrency(3))
              .evaluate(prompts(12));
      assertThat(server.mostAtOnce()).isEqualTo(3);
      assertThat(made.results())
          .extracting(ItemResult::id)
          .containsExactlyElementsOf(prompts(12).stream().map(Prompt::id).toList());
      assertThat(made.defects()).isEmpty();
    }
  }

  @Test
  void aSpentBudgetEndsTheRunAndALargerOneGoesOn() throws IOException {
    Path file = folder.resolve("results.jsonl");
    try (FaultyServer server = new FaultyServer(says("I can't help with that."))) {
      for (int concurrency : List.of(1, 3)) {
        Files.deleteIfExists(file);
        server.requests().clear();
        Evaluator small =
            Evaluator.of(responder(server, l -> l.budget(new Budget(4, 0))))
                .with(run -> run.batch(1).concurrency(concurrency).resume(true));
        assertThatThrownBy(() -> small.evaluate(prompts(10), file))
            .isInstanceOf(BadInput.class)
            .hasMessage(
                "The budget of 4 calls is spent after 4 of 10 answers ("
                    + file
                    + "). Raise it and run again with resume: the run goes on where it stopped.");
        assertThat(Evaluation.read(file).header().completed()).isFalse();
        Evaluator large =
            Evaluator.of(responder(server.endpoint()))
                .with(run -> run.batch(1).concurrency(concurrency).resume(true));
        assertThat(large.evaluate(prompts(10), file).defects()).isEmpty();
        assertThat(server.requests()).hasSize(10);
      }
    }
  }

  @Test
  void aBudgetOfTokensCountsWhatTheEndpointSays() throws IOException {
    try (FaultyServer server = new FaultyServer(says("No."))) {
      HttpResponder responder = responder(server, l -> l.budget(new Budget(0, 25)));
      // Ten tokens a call: after three calls thirty are spent.
      assertThatThrownBy(() -> Evaluator.of(responder).batchSize(1).evaluate(prompts(10)))
          .isInstanceOf(BadInput.class)
          .hasMessage(
              "The budget of 25 tokens is spent after 3 of 10 answers (in memory). Raise it and run"
                  + " again with resume: the run goes on where it stopped.");
    }
  }

  @Test
  void aRowSaysWhatItsTokensCost() throws IOException {
    Path file = folder.resolve("results.jsonl");
    Price price = new Price(2, 10);
    try (FaultyServer server = new FaultyServer(says("No."))) {
      Evaluator.of(responder(server, l -> l.budget(new Budget(0, 0, price))))
          .batchSize(1)
          .evaluate(prompts(1), file);
    }
    // Seven tokens read and three written: 7 * 2 / 10^6 + 3 * 10 / 10^6.
    Tokens tokens = Evaluation.read(file).results().get(0).effort().tokens().orElseThrow();
    assertThat(tokens.read()).isEqualTo(7);
    assertThat(tokens.cost().orElseThrow()).isCloseTo(44e-6, within(1e-12));
    assertThat(Files.readString(file)).contains("\"cost\":4.4E-5");
    Files.writeString(file, Files.readString(file).replace("4.4E-5", "-1"));
    assertThatThrownBy(() -> Evaluation.read(file))
        .isInstanceOf(UnusableResults.class)
        .hasMessage("In " + file + ":1 the field 'cost' is -1, but must be a number from 0.");
  }

  @Test
  void aPriceThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new Price(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("price.read is -1.0, but must be a number from 0 to 1000000");
    assertThatThrownBy(() -> new Price(0, Double.NaN))
        .hasMessage("price.written is NaN, but must be a number from 0 to 1000000");
    assertThatThrownBy(() -> new Price(0, 1e308))
        .hasMessage("price.written is 1.0E308, but must be a number from 0 to 1000000");
    // The dearest there is, of as many tokens as can be counted, is still a number.
    assertThat(new Price(1e6, 1e6).of(Long.MAX_VALUE, Long.MAX_VALUE).orElseThrow())
        .isLessThan(1e20);
  }

  @Test
  void aMissingKeyIsNamedByItsVariable() {
    Endpoint endpoint = Endpoint.at(URI.create("https://models.example/v1?a=b"), "m").key("NO_KEY");
    assertThatThrownBy(() -> responder(endpoint))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The environment variable NO_KEY is not set (key of https://models.example/v1). Set it"
                + " to the key of the endpoint.");
  }

  @Test
  void theKeyStandsNowhere() throws IOException {
    Path file = folder.resolve("results.jsonl");
    try (FaultyServer server =
        new FaultyServer(
            status(400, "wrong key " + SECRET, Map.of()),
            body("{\"error\": \"" + SECRET + "\"}"),
            status(500, SECRET, Map.of()))) {
      Endpoint endpoint = server.endpoint().key("MADE_UP_KEY");
      Evaluator.of(responder(endpoint)).batchSize(1).evaluate(prompts(3), file);
      assertThat(Files.readString(file)).doesNotContain(SECRET);
      assertThat(Files.readString(Evaluation.headerOf(file))).doesNotContain(SECRET);
      assertThat(endpoint.toString()).doesNotContain(SECRET);
    }
  }

  @Test
  void whatIsNoEndpointIsRefused() {
    assertThatThrownBy(() -> Endpoint.at(URI.create("file:///etc"), "m"))
        .hasMessage("url is file:///etc, but must be an http or https address");
    assertThatThrownBy(() -> Endpoint.at(URI.create("http://me:secret@host/v1"), "m"))
        .hasMessage(
            "url is http://host/v1 with a password, but must hold none; name a variable instead");
    assertThatThrownBy(() -> Limits.defaults().callsPerSecond(-1))
        .hasMessage("callsPerSecond is -1.0, but must be a number from 0");
    assertThatThrownBy(() -> Limits.defaults().timeout(Duration.ZERO))
        .hasMessage("timeout is 0 ms, but must be more than 0");
    assertThatThrownBy(() -> new Decoding(1, 3, 0))
        .hasMessage("temperature is 3.0, but must be between 0 and 2");
  }
}
