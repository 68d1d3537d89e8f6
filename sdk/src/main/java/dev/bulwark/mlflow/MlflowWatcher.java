package dev.bulwark.mlflow;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;

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

  // Only the sender's thread touches these.
  private Optional<Tracked> tracked = Optional.empty();
  private boolean gaveUp;

  private MlflowWatcher(URI server, String experiment, Watcher beside) {
    this.server = server;
    this.experiment = experiment;
    this.beside = beside;
    this.client = new MlflowClient(server.toString());
  }

  /** The run of a stage. */
  private record Tracked(String stage, String id) {}

  /**
   * Tracking of all that is watched from now on.
   *
   * @param server the tracking server, http or https
   * @param experiment the experiment's name; it is made where there is none
   * @param beside who is told of everything as well
   * @throws IllegalArgumentException for an address that is not http or https
   */
  public static MlflowWatcher at(URI server, String experiment, Watcher beside) {
    String scheme = String.valueOf(server.getScheme());
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "server is %s, but must begin with http:// or https://".formatted(server));
    }
    return new MlflowWatcher(server, experiment, beside);
  }

  @Override
  public void progressed(Progress progress) {
    long now = System.currentTimeMillis();
    sender.execute(() -> guarded(() -> send(progress, now)));
    beside.progressed(progress);
  }

  @Override
  public void noted(String line) {
    beside.noted(line);
  }

  private void send(Progress progress, long now) {
    Tracked run = runOf(progress.stage());
    List<Metric> metrics =
        progress.figures().entrySet().stream()
            .map(
                figure ->
                    Metric.newBuilder()
                        .setKey(figure.getKey())
                        .setValue(figure.getValue())
                        .setStep(progress.done())
                        .setTimestamp(now)
                        .build())
            .toList();
    client.logBatch(run.id(), metrics, List.of(), List.of());
    if (progress.done() == progress.total()) {
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
    } catch (MlflowClientException e) {
      gaveUp = true;
      beside.noted(
          "MLflow at %s takes no more figures, the work goes on without it: %s"
              .formatted(server, e.getMessage()));
    }
  }

  /** Sends what is left; a run that did not reach its last step is marked as killed. */
  @Override
  public void close() {
    sender.execute(() -> guarded(() -> end(RunStatus.KILLED)));
    sender.shutdown();
    try {
      if (!sender.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        beside.noted("MLflow at %s did not take the last figures in time".formatted(server));
        sender.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
