package dev.bulwark.train;

import ai.djl.ndarray.NDArray;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import java.util.LinkedHashMap;
import java.util.Map;

/** A role that learns: its gradients, its optimiser, and how many steps it took. */
final class RoleTraining implements AutoCloseable {
  private final String name;
  private final Decoder role;
  private final GradientTape tape;
  private final AdamW optimiser;
  private final int tokens;
  private int steps;

  RoleTraining(String name, Decoder role, Optimisation optimisation) {
    this.name = name;
    this.role = role;
    this.tape = role.tape().recompute(optimisation.memory().recompute());
    this.optimiser = new AdamW(role, tape, optimisation);
    this.tokens = optimisation.memory().tokensFor(role, tape.lanes());
  }

  GradientTape tape() {
    return tape;
  }

  /** Tokens that are learned from at once. */
  int tokens() {
    return tokens;
  }

  /** All that a checkpoint has to keep of it, besides the steps. */
  Map<String, NDArray> tensors() {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    role.trainable().forEach((key, tensor) -> tensors.put(name + "." + key, tensor));
    optimiser
        .named("first.", "second.")
        .forEach((key, tensor) -> tensors.put(name + "." + key, tensor));
    return tensors;
  }

  int steps() {
    return steps;
  }

  void resumeAfter(int taken) {
    steps = taken;
    optimiser.resumeAfter(taken);
  }

  /**
   * One step with the gradients that have gathered.
   *
   * @return their global norm before clipping; the weights stay where it is no number
   */
  double step(double rate) {
    double norm = optimiser.step(rate);
    steps++;
    return norm;
  }

  @Override
  public void close() {
    optimiser.close();
    tape.close();
  }
}
