package dev.bulwark.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.EmbeddingRows;
import dev.bulwark.model.GradientTape;
import dev.bulwark.model.NativeHeap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * AdamW with decoupled decay (Loshchilov and Hutter, 2019), in PyTorch's form, after clipping by
 * global norm. Works in place on the decoder's trainable tensors.
 */
final class AdamW implements AutoCloseable {
  private final Decoder decoder;
  private final Optimisation optimisation;
  private final NDManager manager;
  private final List<NDArray> parameters;
  private final List<NDArray> gradients;
  private final Optional<EmbeddingRows> rows;
  private final List<NDArray> first = new ArrayList<>();
  private final List<NDArray> second = new ArrayList<>();
  private int steps;

  /** An optimiser of all that a decoder trains. */
  AdamW(Decoder decoder, GradientTape tape, Optimisation optimisation) {
    this(
        decoder,
        optimisation,
        List.copyOf(decoder.trainable().values()),
        List.copyOf(tape.gradients().values()),
        tape.rows());
  }

  /** An optimiser of these tensors; the decoder lends its kernels. */
  AdamW(
      Decoder decoder,
      Optimisation optimisation,
      List<NDArray> parameters,
      List<NDArray> gradients,
      Optional<EmbeddingRows> rows) {
    this.decoder = decoder;
    this.optimisation = optimisation;
    this.manager = decoder.scope();
    this.parameters = parameters;
    this.gradients = gradients;
    this.rows = rows;
    for (NDArray gradient : gradients) {
      first.add(manager.zeros(gradient.getShape()));
      second.add(manager.zeros(gradient.getShape()));
    }
  }

  /** Running means of the gradients, in the order of the parameters. */
  List<NDArray> first() {
    return first;
  }

  /** Running means of the squared gradients. */
  List<NDArray> second() {
    return second;
  }

  /** Both means of every tensor that the decoder trains, by its name behind these. */
  Map<String, NDArray> named(String firstPrefix, String secondPrefix) {
    Map<String, NDArray> named = new LinkedHashMap<>();
    int i = 0;
    for (String name : decoder.trainable().keySet()) {
      named.put(firstPrefix + name, first.get(i));
      named.put(secondPrefix + name, second.get(i++));
    }
    return named;
  }

  /** Goes on from a saved state, whose means were put into {@link #first} and {@link #second}. */
  void resumeAfter(int taken) {
    steps = taken;
  }

  /**
   * One step with the gradients that have gathered, which are then zero; none where they are no
   * numbers.
   *
   * @return the global norm of the gradients before clipping
   */
  double step(double learningRate) {
    double norm = decoder.kernel("gradient_norm", List.of(), Map.of("gradients", gradients))[0];
    if (Double.isFinite(norm)) {
      steps++;
      apply(learningRate, Math.max(1, (norm + 1e-6) / optimisation.clip()));
    }
    NativeHeap.giveBackNowAndThen();
    return norm;
  }

  /** Matrices are decayed, norms and biases are not. */
  private void apply(double rate, double divisor) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray taken = scope.create((float) steps);
      List<NDArray> changed = parameters.stream().map(each -> changed(scope, each)).toList();
      Adam adam = optimisation.adam();
      for (boolean matrices : new boolean[] {true, false}) {
        int[] group =
            IntStream.range(0, changed.size())
                .filter(i -> changed.get(i).getShape().dimension() > 1 == matrices)
                .toArray();
        double decay = matrices ? adam.weightDecay() : 0;
        double[] hyper = {rate, adam.beta1(), adam.beta2(), adam.epsilon(), decay, divisor};
        Map<String, List<NDArray>> lists = new LinkedHashMap<>();
        lists.put("parameters", of(group, changed));
        lists.put("gradients", of(group, gradients));
        lists.put("first", of(group, first));
        lists.put("second", of(group, second));
        lists.put("steps", Collections.nCopies(group.length, taken));
        if (group.length > 0) {
          decoder.kernel("adamw", List.of(Decoder.control(scope).create(hyper)), lists);
        }
      }
      for (int i = 0; i < changed.size(); i++) {
        putBack(scope, parameters.get(i), changed.get(i), 1 - rate * adam.weightDecay());
      }
    }
  }

  /** What a step works on: the parameter itself, or those rows of it that have gradients. */
  private NDArray changed(NDManager scope, NDArray parameter) {
    return rows.filter(some -> some.areOf(parameter))
        .map(some -> some.read(scope))
        .orElse(parameter);
  }

  /** The rows without gradients decay as all matrices do. */
  private void putBack(NDManager scope, NDArray parameter, NDArray changed, double keep) {
    rows.filter(some -> some.areOf(parameter)).ifPresent(some -> some.write(scope, changed, keep));
  }

  private static List<NDArray> of(int[] group, List<NDArray> all) {
    return Arrays.stream(group).mapToObj(all::get).toList();
  }

  @Override
  public void close() {
    manager.close();
  }
}
