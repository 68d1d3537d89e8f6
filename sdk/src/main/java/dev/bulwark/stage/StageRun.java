package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.Watcher;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a stage is given when its turn comes.
 *
 * @param model the model so far
 * @param output the folder to write: the tuned model, its record and its metrics
 * @param seed of everything that is drawn
 * @param watcher told how far it is
 * @param earlier the folders that the stages before it wrote, by their names; of stages of one name
 *     the last one's
 */
public record StageRun(
    ModelFolder model, Path output, long seed, Watcher watcher, Map<String, Path> earlier) {
  /** Copies the map, so that the value can't change. */
  public StageRun {
    earlier = Map.copyOf(earlier);
  }

  /** The first stage of a chain. */
  public StageRun(ModelFolder model, Path output, long seed, Watcher watcher) {
    this(model, output, seed, watcher, Map.of());
  }

  /**
   * All that the result of a stage depends on.
   *
   * @param data fingerprint of the files that it reads
   */
  StageRecord record(String stage, Record settings, String data) {
    return new StageRecord(
        stage, Settings.tree(settings), data, model.hash(), seed, Versions.here());
  }
}
