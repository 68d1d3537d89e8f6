package dev.bulwark.mlflow;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.tracking.MlflowClient;

/**
 * Sends the figures of each step to an MLflow tracking server: a run for each stage, in one
 * experiment.
 *
 * <p>Tracking never holds up or fails the work: it happens in a thread of its own, and a server
 * that can't be reached is noted once and then left alone. Needs {@code org.mlflow:mlflow-client}.
 *
 * <pre>{@code
 * try (MlflowWatcher watcher = MlflowWatcher.at(URI.create("http://127.0.0.1:5000"), "safety", bar)) {
 *   SafetyTuning.of(base).then(stage).watch(watcher).run();
 * }
 * }</pre>
 */
public final class MlflowWatcher implements Watcher, AutoCloseable {
  /** How long an end waits for figures that are still under way. */
  private static final long PATIENCE_SECONDS = 20;

  /** MLflow takes a thousand figures a call; a step has ten or so. */
  private static final int STEPS_AT_ONCE = 50;

  private final URI server;
  private final String experiment;
  private final Watcher beside;
  private final MlflowClient client;
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "bulwark-mlflow");
            thread.setDaemon(true);
            return thread;
          });

  private final List<Seen> waiting = new ArrayList<>();
  private volatile boolean closing;

  // Only the sender's thread touches these.
  private Optional<Tracked> tracked = Optional.empty();
  private boolean gaveUp;

  private MlflowWatcher(URI server, String experiment, Watcher beside) {
    this.server = server;
    this.experiment = experiment;
    this.beside = beside;
    this.client = new MlflowClient(server.toString());
  }

  /** A step, and when it was taken, in milliseconds since 1970. */
  private record Seen(Progress progress, long time) {
    boolean sameStage(Seen other) {
      return progress.stage().equals(other.progress.stage());
    }

    Stream<Metric> metrics() {
      return progress.figures().entrySet().stream()
          .map(
              figure ->
                  Metric.newBuilder()
                      .setKey(figure.getKey())
                      .setValue(figure.getValue())
                      .setStep(progress.done())
                      .setTimestamp(time)
                      .build());
    }
  }

  /** The run of a stage. */
  private record Tracked(String stage, String id) {}

  /**
   * Tracking of all that is watched from now on.
   *
   * @param server the tracking server, http or https
   * @param experiment the experiment's name; it is made where there is none
   * @param beside who is told of everything as well
   * @throws IllegalArgumentException for an address that is not http or https, or has no host
   */
  public static MlflowWatcher at(URI server, String experiment, Watcher beside) {
    boolean known = Set.of("http", "https").contains(String.valueOf(server.getScheme()));
    if (!known || server.getHost() == null) {
      throw new IllegalArgumentException(
          "server is %s, but must be http:// or https:// and a host".formatted(server));
    }
    return new MlflowWatcher(server, experiment, beside);
  }

  @Override
  public void progressed(Progress progress) {
    synchronized (waiting) {
      waiting.add(new Seen(progress, System.currentTimeMillis()));
    }
    sender.execute(() -> guarded(this::sendWaiting));
    beside.progressed(progress);
  }

  @Override
  public void noted(String line) {
    beside.noted(line);
  }

  /** A slow server gets the steps of a stage that came meanwhile in one call. */
  private void sendWaiting() {
    List<Seen> all;
    synchronized (waiting) {
      all = List.copyOf(waiting);
      waiting.clear();
    }
    int from = 0;
    for (int to = 1; to <= all.size(); to++) {
      if (to == all.size() || to - from == STEPS_AT_ONCE || !all.get(to).sameStage(all.get(from))) {
        send(all.subList(from, to));
        from = to;
      }
    }
  }

  private void send(List<Seen> steps) {
    Progress last = steps.get(steps.size() - 1).progress();
    Tracked run = runOf(last.stage());
    List<Metric> metrics = steps.stream().flatMap(Seen::metrics).toList();
    client.logBatch(run.id(), metrics, List.of(), List.of());
    if (last.done() == last.total()) {
      end(RunStatus.FINISHED);
    }
  }

  private Tracked runOf(String stage) {
    if (tracked.filter(run -> run.stage().equals(stage)).isEmpty()) {
      end(RunStatus.FINISHED);
      String id = client.createRun(experimentId()).getRunId();
      client.setTag(id, "mlflow.runName", stage);
      tracked = Optional.of(new Tracked(stage, id));
    }
    return tracked.orElseThrow();
  }

  private String experimentId() {
    return client
        .getExperimentByName(experiment)
        .map(Experiment::getExperimentId)
        .orElseGet(() -> client.createExperiment(experiment));
  }

  private void end(RunStatus status) {
    tracked.ifPresent(run -> client.setTerminated(run.id(), status));
    tracked = Optional.empty();
  }

  private void guarded(Runnable work) {
    if (gaveUp) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      gaveUp = true;
      if (!closing) {
        beside.noted(
            "MLflow at %s takes no more figures, the work goes on without it: %s"
                .formatted(server, e.getMessage()));
      }
    }
  }

  /** Sends what is left; a run that did not reach its last step is marked as killed. */
  @Override
  public void close() {
    sender.execute(() -> guarded(() -> end(RunStatus.KILLED)));
    sender.shutdown();
    try {
      if (!sender.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        closing = true;
        beside.noted("MLflow at %s did not take the last figures in time".formatted(server));
        sender.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
