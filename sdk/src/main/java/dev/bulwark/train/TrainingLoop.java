package dev.bulwark.train;

import ai.djl.ndarray.NDArray;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Trains a decoder: the one loop that all stages share.
 *
 * <p>A step takes a batch, gathers the gradients of its loss part by part, clips them and changes
 * the weights. A run that is killed goes on from its last checkpoint and ends with the same bits as
 * one that never was, on the same machine.
 *
 * @param <T> a sample
 */
public final class TrainingLoop<T> {
  private final Decoder decoder;
  private final Objective<T> objective;
  private final Optimisation optimisation;
  private final Validation<T> validation;
  private final Checkpoints checkpoints;

  private TrainingLoop(
      Decoder decoder,
      Objective<T> objective,
      Optimisation optimisation,
      Validation<T> validation,
      Checkpoints checkpoints) {
    this.decoder = decoder;
    this.objective = objective;
    this.optimisation = optimisation;
    this.validation = validation;
    this.checkpoints = checkpoints;
  }

  /** A loop that keeps no checkpoints and holds nothing out. */
  public static <T> TrainingLoop<T> of(
      Decoder decoder, Objective<T> objective, Optimisation optimisation) {
    return new TrainingLoop<>(
        decoder, objective, optimisation, Validation.none(), Checkpoints.NONE);
  }

  /** With samples that are held out. The weights end as they were when these cost least. */
  public TrainingLoop<T> validate(Validation<T> samples) {
    return new TrainingLoop<>(decoder, objective, optimisation, samples, checkpoints);
  }

  /** With a place for checkpoints. */
  public TrainingLoop<T> checkpoints(Checkpoints place) {
    return new TrainingLoop<>(decoder, objective, optimisation, validation, place);
  }

  /**
   * Trains.
   *
   * @param data at least one sample, each with something to learn
   * @param listener told of each step
   * @throws TrainingStopped with the weights of the last good step
   */
  public void run(TrainingData<T> data, Consumer<TrainingStep> listener) {
    try (Run run = new Run(data)) {
      run.toTheEnd(listener);
    }
  }

  /** One run: the tensors it needs, and where it stands. */
  private final class Run implements AutoCloseable {
    private final TrainingData<T> data;
    private final long perEpoch;
    private final long steps;
    private final Schedule schedule;
    private final GradientTape tape;
    private final AdamW optimiser;
    private final int tokens;
    private final Map<String, NDArray> tensors = new LinkedHashMap<>();
    private LoopState state;
    private long since = System.nanoTime();

    Run(TrainingData<T> data) {
      this.data = data;
      this.perEpoch = (data.length() + optimisation.batch() - 1L) / optimisation.batch();
      this.steps = optimisation.steps(data.length());
      this.schedule = Schedule.of(optimisation, steps);
      this.tape = tape().recompute(optimisation.memory().recompute());
      this.optimiser = new AdamW(decoder, tape, optimisation);
      this.tokens = optimisation.memory().tokensFor(decoder, tape.lanes());
      tensors.putAll(decoder.trainable());
      tensors.putAll(optimiser.named("first.", "second."));
      this.state = checkpoints.restore(tensors).orElse(LoopState.START);
      optimiser.resumeAfter(Math.toIntExact(state.step()));
    }

    private GradientTape tape() {
      return decoder.learnsRows() ? decoder.tape(tokens()) : decoder.tape();
    }

    /** Of all samples that any epoch takes. */
    private LongStream tokens() {
      return IntStream.range(0, optimisation.epochs())
          .flatMap(epoch -> Arrays.stream(data.epoch(epoch)))
          .distinct()
          .mapToObj(data::get)
          .flatMap(sample -> objective.sequences(sample).stream())
          .flatMapToLong(sequence -> Arrays.stream(sequence.ids()));
    }

    void toTheEnd(Consumer<TrainingStep> listener) {
      try {
        steps(listener);
      } catch (CancellationException e) {
        // The threads of the engine were at work when the interrupt came.
        throw TrainingStopped.interrupted(state.step());
      }
      checkpoints.restoreBest(decoder.trainable());
    }

    private void steps(Consumer<TrainingStep> listener) {
      int[] order = {};
      while (state.step() < steps && !isOutOfPatience()) {
        int place = (int) (state.step() % perEpoch) * optimisation.batch();
        if (place == 0 || order.length == 0) {
          order = data.epoch((int) (state.step() / perEpoch));
        }
        int end = Math.min(order.length, place + optimisation.batch());
        listener.accept(step(Arrays.copyOfRange(order, place, end)));
        if (checkpoints.isDue(state) && state.step() < steps) {
          checkpoints.save(state, tensors);
        }
      }
    }

    private boolean isOutOfPatience() {
      return validation.patience() > 0 && state.worse() >= validation.patience();
    }

    private TrainingStep step(int[] indices) {
      if (Thread.currentThread().isInterrupted()) {
        throw TrainingStopped.interrupted(state.step());
      }
      List<T> batch = new ArrayList<>();
      Arrays.stream(indices).forEach(index -> batch.add(data.get(index)));
      long number = state.step() + 1;
      double rate = schedule.rate(state.step());
      double loss = objective.gradients(tape, batch, tokens);
      double norm = Double.isFinite(loss) ? optimiser.step(rate) : loss;
      if (!Double.isFinite(norm)) {
        List<String> names = Arrays.stream(indices).mapToObj(data::name).toList();
        throw TrainingStopped.notFinite(number, loss, norm, names);
      }
      DivergenceGuard.State calm = state.calm().after(loss);
      if (calm.diverges()) {
        throw TrainingStopped.diverged(number, calm);
      }
      return advance(loss, rate, norm, calm, batch);
    }

    private TrainingStep advance(
        double loss, double rate, double norm, DivergenceGuard.State calm, List<T> batch) {
      long number = state.step() + 1;
      Optional<TrainingStep.HeldOutLoss> look = look(number);
      double best = state.best();
      int worse = state.worse();
      if (look.isPresent()) {
        boolean gained = !(look.get().mean() >= best);
        best = gained ? look.get().mean() : best;
        worse = gained ? 0 : worse + 1;
        if (gained) {
          checkpoints.saveBest(decoder.trainable());
        }
      }
      long now = System.nanoTime();
      double seconds = state.seconds() + (now - since) / 1e9;
      since = now;
      long done = state.tokens() + batch.stream().mapToLong(objective::length).sum();
      state = new LoopState(number, done, seconds, best, worse, calm, state.more());
      TrainingStep.Pace pace = new TrainingStep.Pace(done, seconds);
      return new TrainingStep(number, steps, loss, rate, norm, pace, look);
    }

    private Optional<TrainingStep.HeldOutLoss> look(long number) {
      boolean due = number % validation.every() == 0 || number == steps;
      if (validation.samples().isEmpty() || !due) {
        return Optional.empty();
      }
      List<Objective.Weighted> losses = objective.losses(decoder, validation.samples(), tokens);
      Map<String, List<Objective.Weighted>> groups = new TreeMap<>();
      for (int i = 0; i < losses.size(); i++) {
        for (String label : validation.labels().get(i)) {
          groups.computeIfAbsent(label, none -> new ArrayList<>()).add(losses.get(i));
        }
      }
      SortedMap<String, Double> byLabel = new TreeMap<>();
      groups.forEach((label, group) -> byLabel.put(label, Objective.Weighted.mean(group)));
      return Optional.of(new TrainingStep.HeldOutLoss(Objective.Weighted.mean(losses), byLabel));
    }

    @Override
    public void close() {
      optimiser.close();
      tape.close();
    }
  }
}
