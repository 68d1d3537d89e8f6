package dev.bulwark.train;

import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Fine-tunes a decoder on conversations: cross-entropy of the learned tokens (paper §3.1).
 *
 * <p>A step takes a batch of shuffled conversations. Its loss is the mean over all learned tokens
 * of the batch, however it is cut into micro-batches; those are cut so that their activations stay
 * near the cache.
 */
public final class TrainingLoop {
  /** Tokens whose activations are worked on at once; larger gains nothing on a CPU. */
  private static final int MICRO_BATCH_TOKENS = 1024;

  private final Decoder decoder;
  private final Optimisation optimisation;
  private final long seed;
  private final int microBatchTokens;

  /** A loop; the seed decides the order of the conversations. */
  public TrainingLoop(Decoder decoder, Optimisation optimisation, long seed) {
    this(decoder, optimisation, seed, MICRO_BATCH_TOKENS);
  }

  /** A loop with micro-batches of at most that many tokens, or of one conversation. */
  TrainingLoop(Decoder decoder, Optimisation optimisation, long seed, int microBatchTokens) {
    this.decoder = decoder;
    this.optimisation = optimisation;
    this.seed = seed;
    this.microBatchTokens = microBatchTokens;
  }

  /**
   * Trains.
   *
   * @param data conversations, each with at least one learned token
   * @param listener told of each step
   * @throws NotFinite when a loss or gradient is NaN or infinite; the weights are those of the last
   *     good step
   */
  public void run(List<Encoded> data, Consumer<TrainingStep> listener) {
    int perEpoch = (data.size() + optimisation.batch() - 1) / optimisation.batch();
    long steps = (long) perEpoch * optimisation.epochs();
    Schedule schedule = Schedule.of(optimisation, steps);
    long start = System.nanoTime();
    long tokens = 0;
    long step = 0;
    try (GradientTape tape = decoder.tape();
        AdamW optimiser = new AdamW(decoder, tape, optimisation)) {
      for (int epoch = 0; epoch < optimisation.epochs(); epoch++) {
        for (List<Encoded> batch : batches(data, epoch)) {
          if (Thread.currentThread().isInterrupted()) {
            throw new Interrupted(step);
          }
          double loss = gradients(tape, batch);
          double rate = schedule.rate(step);
          double norm = Double.isFinite(loss) ? optimiser.step(rate) : loss;
          if (!Double.isFinite(norm)) {
            throw new NotFinite(step + 1, loss, norm);
          }
          step++;
          tokens += batch.stream().mapToLong(Encoded::length).sum();
          double seconds = (System.nanoTime() - start) / 1e9;
          listener.accept(new TrainingStep(step, steps, loss, rate, norm, tokens, seconds));
        }
      }
    }
  }

  private List<List<Encoded>> batches(List<Encoded> data, int epoch) {
    List<Encoded> shuffled = new ArrayList<>(data);
    Collections.shuffle(shuffled, new Random(seed * 31 + epoch));
    List<List<Encoded>> batches = new ArrayList<>();
    for (int from = 0; from < shuffled.size(); from += optimisation.batch()) {
      int to = Math.min(shuffled.size(), from + optimisation.batch());
      batches.add(shuffled.subList(from, to));
    }
    return batches;
  }

  /** Gathers the gradients of a batch's mean loss, micro-batch by micro-batch, and returns it. */
  private double gradients(GradientTape tape, List<Encoded> batch) {
    long learned = batch.stream().mapToLong(Encoded::learnedCount).sum();
    double loss = 0;
    for (List<Encoded> part : microBatches(batch)) {
      Packing packing = Packing.of(part);
      double[] slopes = new double[packing.labels().length];
      Arrays.fill(slopes, -1.0 / learned);
      for (double logProbability : tape.learn(packing, slopes)) {
        loss -= logProbability / learned;
      }
    }
    return loss;
  }

  private List<List<Encoded>> microBatches(List<Encoded> batch) {
    List<Encoded> sorted = new ArrayList<>(batch);
    sorted.sort(Comparator.comparingInt(Encoded::length));
    List<List<Encoded>> parts = new ArrayList<>();
    int tokens = 0;
    for (Encoded sequence : sorted) {
      if (parts.isEmpty() || tokens + sequence.length() > microBatchTokens) {
        parts.add(new ArrayList<>());
        tokens = 0;
      }
      parts.get(parts.size() - 1).add(sequence);
      tokens += sequence.length();
    }
    return parts;
  }

  /** The run was interrupted before it was finished. */
  public static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted(long step) {
      super("The training was interrupted after step %d".formatted(step));
    }
  }

  /** A loss or gradient left the numbers; training stopped before it reached the weights. */
  public static final class NotFinite extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFinite(long step, double loss, double norm) {
      super("step %d has the loss %s and the gradient norm %s".formatted(step, loss, norm));
    }
  }
}
