package dev.bulwark.evaluate.remote;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.Message;
import dev.bulwark.evaluate.CallFailed;
import dev.bulwark.evaluate.Reply;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls an endpoint's chats. May be used by several threads at once; they share rate and budget.
 * Redirects are not followed, because they would carry the key elsewhere.
 */
final class ChatClient {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TOO_MANY = 429;

  private final Endpoint endpoint;
  private final Optional<String> key;
  private final HttpClient http;
  private final Waits waits;
  private final Spending spending;

  ChatClient(Endpoint endpoint, Map<String, String> environment) {
    this.endpoint = endpoint;
    this.key = endpoint.secret(environment);
    this.http = HttpClient.newBuilder().connectTimeout(endpoint.limits().timeout()).build();
    this.waits = new Waits(endpoint.limits());
    this.spending = new Spending(endpoint.limits().budget());
  }

  Usage usage() {
    return spending.usage();
  }

  /**
   * Has a conversation answered.
   *
   * @param parameters what the request holds besides model and messages
   * @throws CallFailed where no try gave an answer, and where what came is no answer
   */
  Reply chat(List<Message> messages, ObjectNode parameters) {
    ObjectNode body = parameters.deepCopy();
    body.put("model", endpoint.model());
    messages.forEach(
        message ->
            body.withArray("messages")
                .addObject()
                .put("role", message.role().label())
                .put("content", message.content()));
    return ChatAnswer.of(post(body.toString())).counted(spending).reply();
  }

  private ChatAnswer.Http post(String body) {
    for (int attempt = 1; ; attempt++) {
      waits.forTurn();
      spending.call(attempt > 1);
      Optional<Duration> wait;
      CallFailed failure;
      try {
        HttpResponse<String> response = send(body);
        if (!isWorthAnotherTry(response.statusCode())) {
          return new ChatAnswer.Http(response.statusCode(), response.body());
        }
        failure = refused(response);
        wait =
            response
                .headers()
                .firstValue("Retry-After")
                .flatMap(header -> Waits.retryAfter(header.strip(), Instant.now()));
      } catch (IOException e) {
        failure = new CallFailed("CONNECTION", redacted(e.toString()) + tried(attempt));
        wait = Optional.empty();
      } catch (TimeoutException e) {
        failure = new CallFailed("TIMEOUT", "No answer within " + timeout() + tried(attempt));
        wait = Optional.empty();
      }
      if (attempt >= endpoint.limits().attempts()) {
        throw failure;
      }
      waits.betweenTries(attempt, wait);
    }
  }

  /** The whole answer within the timeout: the request's own timeout ends with the headers. */
  private HttpResponse<String> send(String body) throws IOException, TimeoutException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.chats())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request.build(), BodyHandlers.ofString());
    try {
      return answer.get(endpoint.limits().timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw Waits.stopped(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static boolean isWorthAnotherTry(int status) {
    return status == 408 || status == TOO_MANY || status >= 500;
  }

  private CallFailed refused(HttpResponse<String> response) {
    int status = response.statusCode();
    return new CallFailed(
        status == TOO_MANY ? "RATE_LIMITED" : "HTTP_" + status,
        "The endpoint " + endpoint.place() + " answered with status " + status);
  }

  private String timeout() {
    return endpoint.limits().timeout().toMillis() + " ms";
  }

  private static String tried(int attempts) {
    return attempts == 1 ? "" : ", tried " + attempts + " times";
  }

  private String redacted(String text) {
    return key.map(secret -> text.replace(secret, "***")).orElse(text);
  }

  /** A text as JSON, such as the body of an answer. */
  static Optional<JsonNode> json(String text) {
    try {
      return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
