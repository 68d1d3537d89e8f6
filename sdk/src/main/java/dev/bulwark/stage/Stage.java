package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import java.util.Set;

/**
 * A step of safety tuning: from a model folder to a better one.
 *
 * <p>All inputs of all stages are checked before the first of them trains.
 */
public interface Stage {
  /** Its name in records, folders and progress, such as {@code safety-sft}. */
  String name();

  /** Names of stages that must stand earlier in the chain; none by default. */
  default Set<String> needs() {
    return Set.of();
  }

  /**
   * Reads and checks every input against the model that the chain starts from.
   *
   * @return the work, ready to run
   * @throws dev.bulwark.data.BadInput for the first thing that is wrong
   */
  Prepared prepare(ModelFolder model);

  /** A stage whose inputs were read and found right. */
  @FunctionalInterface
  interface Prepared {
    /** Does the work and returns the folder it wrote. */
    ModelFolder run(StageRun run);
  }
}
