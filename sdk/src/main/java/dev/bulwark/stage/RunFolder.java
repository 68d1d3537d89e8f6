package dev.bulwark.stage;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.checkpoint.TensorFile;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.StageMetrics;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.Watcher;
import dev.bulwark.data.WholeFile;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Precision;
import dev.bulwark.model.Products;
import dev.bulwark.train.Checkpoints;
import dev.bulwark.train.LoopState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an unfinished run of a stage keeps, in a folder beside that of its result: {@code
 * record.json}, how it computes, its checkpoints, the best tensors so far and its metrics.
 *
 * <p>A run goes on where the folder is of the same record; a folder of another record is cleared.
 * Every file is whole or not there, and a checkpoint is one file: a kill at any moment leaves
 * either the one before or the new one.
 */
final class RunFolder implements Checkpoints, AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STEP = "step-";
  private static final String STATE = ".json";
  private static final String TENSORS = ".safetensors";

  private final Path folder;
  private final CheckpointPlan plan;
  private final Watcher watcher;
  private final String stage;
  private final RunLock lock;
  private final Metrics metrics;
  private double savedAt;

  private RunFolder(Path folder, CheckpointPlan plan, Watcher watcher, String stage, RunLock lock) {
    this.folder = folder;
    this.plan = plan;
    this.watcher = watcher;
    this.stage = stage;
    this.lock = lock;
    this.metrics = new Metrics(folder.resolve(StageMetrics.FILE));
  }

  /** How a run computes: libraries round differently, so one that goes on keeps its choice. */
  private record Choice(Precision precision, Products products) {}

  /**
   * Opens the folder of a stage's run and locks it.
   *
   * @throws BadInput where another run has it
   */
  static RunFolder open(Path output, StageRecord record, CheckpointPlan plan, Watcher watcher) {
    Path folder = output.resolveSibling(output.getFileName() + ".run");
    RunLock lock = RunLock.on(folder);
    RunFolder opened = new RunFolder(folder, plan, watcher, record.stage(), lock);
    Path known = folder.resolve("record.json");
    try {
      if (!Files.exists(known) || !Files.readString(known).equals(record.json())) {
        opened.clear();
        WholeFile.write(known, record.json());
      }
    } catch (IOException e) {
      throw WholeFile.unwritable(known, e);
    }
    return opened;
  }

  /** How the run computes: as it did before it was killed, or as is found best now. */
  Compute compute(PrecisionChoice precision, DeviceChoice device) {
    Compute now = precision.decide(device, watcher);
    Path file = folder.resolve("compute.json");
    try {
      if (Files.exists(file)) {
        Choice before = JSON.readValue(Files.readString(file), Choice.class);
        return new Compute(before.precision(), now.processor()).by(before.products());
      }
      Compute chosen = now.measured();
      Choice choice = new Choice(chosen.precision(), chosen.products().orElseThrow());
      WholeFile.write(file, JSON.writeValueAsString(choice));
      return chosen;
    } catch (IOException e) {
      throw BadInput.in(file, "The file can't be read: " + e.getMessage(), "Remove " + folder);
    }
  }

  /** The metrics of the run, all its parts together. */
  Metrics metrics() {
    return metrics;
  }

  /** Tells whoever waits, and the metrics, of each step. */
  StepReport steps() {
    return new StepReport(stage, watcher, metrics);
  }

  /** A file of the stage's own in the folder, there or not. */
  Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public Optional<LoopState> restore(Map<String, NDArray> tensors) {
    for (Path file : states()) {
      Optional<LoopState> state = restore(file, tensors);
      if (state.isPresent()) {
        metrics.keep(state.get().step());
        savedAt = state.get().seconds();
        watcher.noted(stage + " goes on after step " + state.get().step());
        return state;
      }
    }
    metrics.keep(0);
    return Optional.empty();
  }

  /** A checkpoint whose files don't belong together is none. */
  private static Optional<LoopState> restore(Path file, Map<String, NDArray> tensors) {
    try {
      LoopState state = JSON.readValue(Files.readString(file), LoopState.class);
      TensorFile.fill(tensorsOf(file), tensors);
      return Optional.of(state);
    } catch (BadInput | IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isDue(LoopState state) {
    return plan.everySteps() > 0
        ? state.step() % plan.everySteps() == 0
        : state.seconds() - savedAt >= plan.everySeconds();
  }

  @Override
  public void save(LoopState state, Map<String, NDArray> tensors) {
    Path file = folder.resolve("%s%09d%s".formatted(STEP, state.step(), STATE));
    TensorFile.write(tensorsOf(file), tensors);
    try {
      // The state is what makes a checkpoint, so it comes last.
      WholeFile.write(file, JSON.writeValueAsString(state));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of plain values can't be written", e);
    }
    savedAt = state.seconds();
    List<Path> all = states();
    for (Path old : all.subList(Math.min(plan.keep(), all.size()), all.size())) {
      WholeFile.remove(old);
      WholeFile.remove(tensorsOf(old));
    }
  }

  @Override
  public void saveBest(Map<String, NDArray> trained) {
    TensorFile.write(folder.resolve("best" + TENSORS), trained);
  }

  @Override
  public boolean restoreBest(Map<String, NDArray> trained) {
    Path file = folder.resolve("best" + TENSORS);
    if (!Files.exists(file)) {
      return false;
    }
    TensorFile.fill(file, trained);
    return true;
  }

  private static Path tensorsOf(Path state) {
    String name = String.valueOf(state.getFileName());
    return state.resolveSibling(name.substring(0, name.length() - STATE.length()) + TENSORS);
  }

  /** The states of all checkpoints, the newest first. */
  private List<Path> states() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(STEP))
          .filter(file -> file.toString().endsWith(STATE))
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      throw WholeFile.unwritable(folder, e);
    }
  }

  private void clear() {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> !lock.is(each)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw WholeFile.unwritable(folder, e);
    }
  }

  /** Removes the folder: the stage's result is there. */
  void finish() {
    metrics.close();
    clear();
    lock.close();
    try {
      Files.deleteIfExists(lock.file());
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw WholeFile.unwritable(folder, e);
    }
  }

  @Override
  public void close() {
    metrics.close();
    lock.close();
  }
}
