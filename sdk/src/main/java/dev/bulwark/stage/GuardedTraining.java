package dev.bulwark.stage;

import ai.djl.engine.EngineException;
import dev.bulwark.data.BadInput;
import dev.bulwark.train.TrainingStopped;

/** Training whose failures are told in the words of whoever set it up. */
final class GuardedTraining {
  private static final String NO_MEMORY = "not enough memory";

  private GuardedTraining() {}

  /**
   * Trains.
   *
   * @throws BadInput where other settings or data mend what stopped it
   */
  static void run(String stage, Runnable training) {
    try {
      training.run();
    } catch (TrainingStopped e) {
      throw switch (e.reason()) {
        case INTERRUPTED -> e;
        case NOT_FINITE ->
            new BadInput(
                "The training left the numbers: " + e.getMessage(),
                stage,
                "Set a lower optimisation.learningRate, or look at these records; the last"
                    + " checkpoint is kept");
        case DIVERGED ->
            new BadInput(
                "The training diverges: " + e.getMessage(),
                stage,
                "Set a lower optimisation.learningRate, or a longer optimisation.schedule.warmup");
        case UNHEALTHY ->
            new BadInput(
                "The policy left its bounds: " + e.getMessage(),
                stage,
                "Set a lower policy.optimisation.learningRate or a larger reward.penalty.beta, or"
                    + " move the bound in policy.guard; the last checkpoint is kept");
        case NOT_ITS_OWN -> new IllegalStateException(e.getMessage(), e);
      };
    } catch (EngineException e) {
      if (String.valueOf(e.getMessage()).contains(NO_MEMORY)) {
        throw outOfMemory(stage);
      }
      throw e;
    } catch (OutOfMemoryError e) {
      throw outOfMemory(stage);
    }
  }

  private static BadInput outOfMemory(String stage) {
    return new BadInput(
        "The memory does not suffice for the training",
        stage,
        "Set a smaller optimisation.memory.tokens, or optimisation.memory.recompute to true, or"
            + " lora.rank to 16 in place of full fine-tuning");
  }
}
