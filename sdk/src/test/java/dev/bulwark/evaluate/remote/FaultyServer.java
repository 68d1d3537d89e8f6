package dev.bulwark.evaluate.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server that does what a test tells it to, one behaviour a call, then the last. */
final class FaultyServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Behaviour> script = new ArrayDeque<>();
  private final List<JsonNode> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();

  /** What the server does with a call. */
  interface Behaviour {
    void handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  FaultyServer(Behaviour... behaviours) throws IOException {
    script.addAll(Arrays.asList(behaviours));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/chat/completions", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  Endpoint endpoint() {
    URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/v1");
    return Endpoint.at(url, "made-up")
        .limits(
            Limits.defaults()
                .timeout(Duration.ofSeconds(20))
                .attempts(4)
                .longestWait(Duration.ofMillis(20)));
  }

  List<JsonNode> requests() {
    return requests;
  }

  List<String> keys() {
    return keys;
  }

  int mostAtOnce() {
    return mostAtOnce.get();
  }

  private void handle(HttpExchange exchange) {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    try (exchange) {
      requests.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
      keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      next().handle(exchange);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      atOnce.decrementAndGet();
    }
  }

  private synchronized Behaviour next() {
    return script.size() > 1 ? script.remove() : script.element();
  }

  static Behaviour status(int status, String body, Map<String, String> headers) {
    return exchange -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  static Behaviour status(int status) {
    return status(status, "", Map.of());
  }

  static Behaviour body(String body) {
    return status(200, body, Map.of());
  }

  static Behaviour says(String text) {
    return body(
        JSON.createObjectNode()
            .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                "usage",
                JSON.createObjectNode().put("prompt_tokens", 7).put("completion_tokens", 3))
            .set(
                "choices",
                JSON.createArrayNode()
                    .add(
                        JSON.createObjectNode()
                            .put("finish_reason", "stop")
                            .set("message", JSON.createObjectNode().put("content", text))))
            .toString());
  }

  static Behaviour after(Duration wait, Behaviour behaviour) {
    return exchange -> {
      Thread.sleep(wait.toMillis());
      behaviour.handle(exchange);
    };
  }

  /** Sends the headers and a part of the body, then nothing for a while. */
  static Behaviour stalls(Duration wait) {
    return exchange -> {
      exchange.sendResponseHeaders(200, 100);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      Thread.sleep(wait.toMillis());
    };
  }

  /** Promises a body and closes the connection before it. */
  static Behaviour hangsUp() {
    return exchange -> exchange.sendResponseHeaders(200, 100);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
