package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * How weights are changed.
 *
 * @param learningRate peak learning rate, in (0, 1); paper §3.1: 2e-5 for 7 billion weights and
 *     more, small models want 10 to 100 times that
 * @param schedule how the rate moves over the steps
 * @param adam the optimiser's own numbers
 * @param clip largest global norm of the gradients, above 0; paper §3.2.3: 1
 * @param batch samples a step, from 1
 * @param epochs passes over the data, from 1
 * @param memory what is in memory at once
 */
public record Optimisation(
    double learningRate,
    ScheduleShape schedule,
    Adam adam,
    double clip,
    int batch,
    int epochs,
    Memory memory) {

  /** Checks the ranges. */
  public Optimisation {
    Require.that(learningRate > 0 && learningRate < 1, "learningRate", learningRate, "in (0, 1)");
    Require.that(clip > 0, "clip", clip, "above 0");
    Require.that(batch >= 1, "batch", batch, "at least 1");
    Require.that(epochs >= 1, "epochs", epochs, "at least 1");
  }

  /** A cosine schedule with a share of warm-up, and the paper's optimiser with another decay. */
  public Optimisation(
      double learningRate,
      double warmup,
      double floor,
      double weightDecay,
      double clip,
      int batch,
      int epochs) {
    this(
        learningRate,
        ScheduleShape.cosine(warmup, floor),
        Adam.paper().weightDecay(weightDecay),
        clip,
        batch,
        epochs,
        Memory.auto());
  }

  /** How many steps a run over so many samples an epoch takes. */
  public long steps(int samples) {
    return (samples + batch - 1L) / batch * epochs;
  }

  /** With another peak, in (0, 1). */
  public Optimisation learningRate(double other) {
    return new Optimisation(other, schedule, adam, clip, batch, epochs, memory);
  }

  /** With another schedule. */
  public Optimisation schedule(ScheduleShape other) {
    return new Optimisation(learningRate, other, adam, clip, batch, epochs, memory);
  }

  /** With other numbers of the optimiser. */
  public Optimisation adam(Adam other) {
    return new Optimisation(learningRate, schedule, other, clip, batch, epochs, memory);
  }

  /** With that many samples a step, from 1. */
  public Optimisation batch(int other) {
    return new Optimisation(learningRate, schedule, adam, clip, other, epochs, memory);
  }

  /** With that many passes over the data, from 1. */
  public Optimisation epochs(int other) {
    return new Optimisation(learningRate, schedule, adam, clip, batch, other, memory);
  }

  /** With another use of memory. */
  public Optimisation memory(Memory other) {
    return new Optimisation(learningRate, schedule, adam, clip, batch, epochs, other);
  }
}
