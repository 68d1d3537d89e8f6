package dev.bulwark.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through MLflow's own client, against a server that answers as a tracking server does. */
class MlflowWatcherTest {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final List<Progress> beside = new CopyOnWriteArrayList<>();
  private boolean known;
  private boolean broken;
  private volatile boolean slow;
  private HttpServer server;

  private final Watcher bar =
      new Watcher() {
        @Override
        public void progressed(Progress progress) {
          beside.add(progress);
        }

        @Override
        public void noted(String line) {
          notes.add(line);
        }
      };

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/2.0/mlflow/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange call) throws IOException {
    String method = call.getRequestURI().getPath().replace("/api/2.0/mlflow/", "");
    String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(method);
    bodies.add(new JsonMapper().readTree(body.isEmpty() ? "{}" : body));
    pause();
    int status = broken ? 400 : 200;
    String reply =
        switch (method) {
          case "experiments/get-by-name" -> {
            status = known ? status : 404;
            yield known
                ? "{\"experiment\":{\"experiment_id\":\"7\",\"name\":\"safety\"}}"
                : "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"none\"}";
          }
          case "experiments/create" -> "{\"experiment_id\":\"7\"}";
          case "runs/create" -> "{\"run\":{\"info\":{\"run_id\":\"r%d\"}}}".formatted(calls.size());
          default -> "{}";
        };
    byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  private void pause() {
    try {
      Thread.sleep(slow ? 100 : 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private MlflowWatcher watcher() {
    URI at = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return MlflowWatcher.at(at, "safety", bar);
  }

  private static Progress step(String stage, long done, double loss) {
    return new Progress(stage, done, 2, 0, Map.of("loss", loss));
  }

  @Test
  void sendsEachStepToARunOfItsStage() {
    known = true;
    try (MlflowWatcher watcher = watcher()) {
      watcher.progressed(step("safety-sft", 1, 2.5));
      watcher.progressed(step("safety-sft", 2, 2.25));
    }
    assertThat(calls.stream().distinct())
        .containsExactly(
            "experiments/get-by-name",
            "runs/create",
            "runs/set-tag",
            "runs/log-batch",
            "runs/update");
    assertThat(bodies.get(1).path("experiment_id").asText()).isEqualTo("7");
    assertThat(metrics()).containsExactly("loss 1 2.5", "loss 2 2.25");
    assertThat(bodies.get(bodies.size() - 1).path("status").asText()).isEqualTo("FINISHED");
    assertThat(beside).hasSize(2);
  }

  private List<String> metrics() {
    return bodies.stream()
        .flatMap(body -> body.findValues("metrics").stream())
        .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
        .map(
            metric ->
                "%s %d %s"
                    .formatted(
                        metric.path("key").asText(),
                        metric.path("step").asLong(),
                        metric.path("value").asDouble()))
        .toList();
  }

  /** 300 steps at 100 ms a call would take half a minute one by one. */
  @Test
  void aSlowServerGetsManyStepsInACallAndTheEnd() {
    known = true;
    slow = true;
    try (MlflowWatcher watcher = watcher()) {
      for (int step = 1; step <= 300; step++) {
        watcher.progressed(new Progress("ppo", step, 300, 0, Map.of("reward", 1.0 * step)));
      }
    }
    assertThat(metrics()).hasSize(300).startsWith("reward 1 1.0").endsWith("reward 300 300.0");
    assertThat(calls).hasSizeLessThan(15).endsWith("runs/update");
    assertThat(notes).isEmpty();
  }

  @Test
  void makesTheExperimentWhereThereIsNone() {
    try (MlflowWatcher watcher = watcher()) {
      watcher.progressed(step("safety-sft", 1, 2.5));
    }
    // The client asks several times before it believes that there is none.
    assertThat(calls.stream().distinct())
        .startsWith("experiments/get-by-name", "experiments/create", "runs/create");
  }

  @Test
  void aRunThatStoppedBeforeItsEndIsMarkedAsKilled() {
    known = true;
    try (MlflowWatcher watcher = watcher()) {
      watcher.progressed(step("safety-sft", 1, 2.5));
    }
    assertThat(bodies.get(bodies.size() - 1).path("status").asText()).isEqualTo("KILLED");
  }

  @Test
  void eachStageHasARunOfItsOwn() {
    known = true;
    try (MlflowWatcher watcher = watcher()) {
      watcher.progressed(step("reward-model", 1, 0.7));
      watcher.progressed(step("ppo", 1, 0.1));
    }
    assertThat(calls.stream().filter("runs/create"::equals)).hasSize(2);
  }

  @Test
  void aServerThatRefusesIsNotedOnceAndTheWorkGoesOn() {
    known = true;
    broken = true;
    try (MlflowWatcher watcher = watcher()) {
      watcher.progressed(step("safety-sft", 1, 2.5));
      watcher.progressed(step("safety-sft", 2, 2.25));
    }
    assertThat(calls.stream().distinct()).containsExactly("experiments/get-by-name");
    assertThat(beside).hasSize(2);
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0))
        .startsWith("MLflow at http://127.0.0.1:" + server.getAddress().getPort())
        .contains(" takes no more figures, the work goes on without it: ");
  }

  @Test
  void refusesAnAddressThatIsNoServer() {
    assertThatThrownBy(() -> MlflowWatcher.at(URI.create("file:///tmp/mlruns"), "safety", bar))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("server is file:///tmp/mlruns, but must be http:// or https:// and a host");
    assertThatThrownBy(() -> MlflowWatcher.at(URI.create("http:x"), "safety", bar))
        .hasMessage("server is http:x, but must be http:// or https:// and a host");
  }
}
