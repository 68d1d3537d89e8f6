package dev.bulwark.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.bulwark.model.Decoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AdamW with decoupled decay (Loshchilov and Hutter, 2019), in PyTorch's form, after clipping by
 * global norm. Works in place on the decoder's trainable tensors.
 */
final class AdamW implements AutoCloseable {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.95;
  private static final double EPSILON = 1e-5; // paper §3.2.3: 1e-5, not the usual 1e-8

  private final Decoder decoder;
  private final Optimisation optimisation;
  private final NDManager manager;
  private final List<NDArray> parameters;
  private final List<NDArray> first = new ArrayList<>();
  private final List<NDArray> second = new ArrayList<>();
  private final NDArray decay;
  private int steps;

  AdamW(Decoder decoder, Optimisation optimisation) {
    this(decoder, optimisation, List.copyOf(decoder.trainable().values()));
  }

  /** An optimiser of these tensors; the decoder lends its kernels. */
  AdamW(Decoder decoder, Optimisation optimisation, List<NDArray> parameters) {
    this.decoder = decoder;
    this.optimisation = optimisation;
    this.manager = decoder.scope();
    this.parameters = parameters;
    double[] decays = new double[parameters.size()];
    for (int i = 0; i < decays.length; i++) {
      NDArray parameter = parameters.get(i);
      first.add(manager.zeros(parameter.getShape()));
      second.add(manager.zeros(parameter.getShape()));
      decays[i] = parameter.getShape().dimension() > 1 ? optimisation.weightDecay() : 0;
    }
    this.decay = Decoder.control(manager).create(decays);
  }

  /** Running means of the gradients, in the order of the parameters. */
  List<NDArray> first() {
    return first;
  }

  /** Running means of the squared gradients. */
  List<NDArray> second() {
    return second;
  }

  /**
   * One step with the gradients that have gathered.
   *
   * @return the global norm of the gradients before clipping
   */
  double step(double learningRate) {
    List<NDArray> gradients = new ArrayList<>();
    try (NDManager scope = manager.newSubManager()) {
      for (NDArray parameter : parameters) {
        NDArray gradient = parameter.getGradient();
        gradient.attach(scope);
        gradients.add(gradient);
      }
      double norm =
          Math.sqrt(decoder.kernel("squares", List.of(), Map.of("gradients", gradients))[0]);
      if (Double.isFinite(norm)) {
        steps++;
        apply(scope, gradients, learningRate, Math.min(1, optimisation.clip() / (norm + 1e-6)));
      }
      return norm;
    }
  }

  private void apply(NDManager scope, List<NDArray> gradients, double rate, double factor) {
    double[] hyper = {
      rate, BETA1, BETA2, EPSILON, 1 - Math.pow(BETA1, steps), 1 - Math.pow(BETA2, steps), factor
    };
    Map<String, List<NDArray>> lists = new LinkedHashMap<>();
    lists.put("parameters", parameters);
    lists.put("gradients", gradients);
    lists.put("first", first);
    lists.put("second", second);
    decoder.kernel("adamw", List.of(Decoder.control(scope).create(hyper), decay), lists);
  }

  @Override
  public void close() {
    manager.close();
  }
}
