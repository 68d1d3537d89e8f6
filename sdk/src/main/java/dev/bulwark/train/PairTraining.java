package dev.bulwark.train;

import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Trains a reward model on pairs. */
public final class PairTraining {
  private final Decoder decoder;
  private final PairObjective objective;
  private final Optimisation optimisation;
  private final long seed;

  /** A training; the seed decides the order of the pairs. */
  public PairTraining(
      Decoder decoder, PairObjective objective, Optimisation optimisation, long seed) {
    this.decoder = decoder;
    this.objective = objective;
    this.optimisation = optimisation;
    this.seed = seed;
  }

  /** Trains. */
  public void run(List<PreferencePair> data, Consumer<TrainingStep> listener) {
    int batch = optimisation.batch();
    long steps = (long) ((data.size() + batch - 1) / batch) * optimisation.epochs();
    Schedule schedule = Schedule.of(optimisation, steps);
    long start = System.nanoTime();
    long tokens = 0;
    long step = 0;
    try (GradientTape tape = decoder.tape();
        AdamW optimiser = new AdamW(decoder, tape, optimisation)) {
      for (int epoch = 0; epoch < optimisation.epochs(); epoch++) {
        List<PreferencePair> shuffled = new ArrayList<>(data);
        Collections.shuffle(shuffled, new Random(seed * 31 + epoch));
        for (int from = 0; from < shuffled.size(); from += batch) {
          List<PreferencePair> part =
              shuffled.subList(from, Math.min(shuffled.size(), from + batch));
          double loss = objective.gradients(tape, part);
          double rate = schedule.rate(step);
          double norm = Double.isFinite(loss) ? optimiser.step(rate) : loss;
          if (!Double.isFinite(norm)) {
            throw new TrainingLoop.NotFinite(step + 1, loss, norm);
          }
          step++;
          tokens += part.stream().mapToLong(PreferencePair::length).sum();
          double seconds = (System.nanoTime() - start) / 1e9;
          listener.accept(new TrainingStep(step, steps, loss, rate, norm, tokens, seconds));
        }
      }
    }
  }
}
