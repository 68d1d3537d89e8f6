package dev.bulwark.train;

/**
 * How weights are changed.
 *
 * @param learningRate peak learning rate, above 0; paper §3.1: 2e-5 for 7 billion weights and more,
 *     small models want 10 to 100 times that
 * @param warmup share of all steps in which the rate rises from 0 to its peak, in [0, 1); the paper
 *     gives none
 * @param floor share of the peak that the cosine ends at, in [0, 1]
 * @param weightDecay decoupled decay of matrices, 0 or more; norms are never decayed
 * @param clip largest global norm of the gradients, above 0
 * @param batch conversations a step, from 1
 * @param epochs passes over the data, from 1
 */
public record Optimisation(
    double learningRate,
    double warmup,
    double floor,
    double weightDecay,
    double clip,
    int batch,
    int epochs) {

  /** Checks the ranges. */
  public Optimisation {
    check(learningRate > 0 && learningRate < 1, "learningRate", learningRate, "in (0, 1)");
    check(warmup >= 0 && warmup < 1, "warmup", warmup, "in [0, 1)");
    check(floor >= 0 && floor <= 1, "floor", floor, "in [0, 1]");
    check(weightDecay >= 0 && weightDecay < 1, "weightDecay", weightDecay, "in [0, 1)");
    check(clip > 0, "clip", clip, "above 0");
    check(batch >= 1, "batch", batch, "at least 1");
    check(epochs >= 1, "epochs", epochs, "at least 1");
  }

  private static void check(boolean holds, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException("%s is %s, but must be %s".formatted(name, value, range));
    }
  }
}
