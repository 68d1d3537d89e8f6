package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.StageMetrics;
import dev.bulwark.data.StageRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one way in which a stage does its work: in a folder of its run, which a killed run leaves for
 * the next to go on from, and not at all where its result is there already.
 *
 * @param run what the stage was given
 * @param record all that its result depends on
 * @param checkpoints how often it keeps what it needs to go on
 * @param files names of what its result has beside the model and its metrics; without one of them
 *     it is none
 */
record StageWork(StageRun run, StageRecord record, CheckpointPlan checkpoints, List<String> files) {
  /** Copies the names. */
  StageWork {
    files = List.copyOf(files);
  }

  /**
   * Does the work, unless the result is there, whole and of the same record.
   *
   * @param work writes the result to the run's output; the folder is removed after it
   */
  void unlessDone(Consumer<RunFolder> work) {
    try (RunFolder folder = RunFolder.open(run.output(), record, checkpoints, run.watcher())) {
      if (isDone()) {
        run.watcher().noted(record.stage() + " is up to date: inputs and settings are unchanged");
      } else {
        work.accept(folder);
      }
      folder.finish();
    }
  }

  private boolean isDone() {
    Path output = run.output();
    return StageRecord.in(output).equals(Optional.of(record.json()))
        && ModelFolder.isAsSaved(output)
        && Files.exists(output.resolve(StageMetrics.FILE))
        && files.stream().allMatch(file -> Files.exists(output.resolve(file)));
  }
}
