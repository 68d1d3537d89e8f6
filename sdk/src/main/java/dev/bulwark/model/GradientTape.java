package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.bulwark.model.Kernels.Tensors;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gradients of a decoder's trainable tensors, and the passes that fill them.
 *
 * <p>A loss is a function of the numbers that a pass gives: log-probabilities of learned tokens, or
 * scores. Whoever computes it gives its derivatives by these numbers back, and the pass backwards
 * turns them into gradients, which add up until they are used. One forward pass is open at a time.
 */
public final class GradientTape implements AutoCloseable {
  private final Decoder decoder;
  private final NDManager manager;
  private final Map<String, NDArray> gradients = new LinkedHashMap<>();
  private final List<NDArray> list = new ArrayList<>();
  private boolean recompute;
  private Optional<Open> open = Optional.empty();

  GradientTape(Decoder decoder) {
    this.decoder = decoder;
    this.manager = decoder.scope();
    decoder
        .trainable()
        .forEach((name, tensor) -> gradients.put(name, manager.zeros(tensor.getShape())));
    if (decoder.isRole()) {
      // The kernels count a role's gradients as its adapter's list, which begins with its layout.
      list.add(manager.create(0f));
    }
    list.addAll(gradients.values());
  }

  /**
   * Whether activations are computed again on the way back, layer by layer, instead of being kept:
   * a third more work for a fraction of the memory. Off at first.
   */
  public GradientTape recompute(boolean again) {
    this.recompute = again;
    return this;
  }

  /** The gradients by the names of {@link Decoder#trainable}. */
  public Map<String, NDArray> gradients() {
    return gradients;
  }

  /** A manager whose tensors live until it is closed. */
  public NDManager scope() {
    return decoder.scope();
  }

  /** Sets all gradients to zero. */
  public void zero() {
    gradients.values().forEach(gradient -> gradient.muli(0));
  }

  /**
   * Forwards and backwards in one go, for a loss whose derivatives are known before its value.
   *
   * @param slopes derivative of the loss by each log-probability, {@code [k]}
   * @return log-probabilities of the labels, {@code [k]} in the packing's order
   */
  public double[] learn(Packing packing, double[] slopes) {
    try (NDManager scope = decoder.scope()) {
      List<NDArray> tensors = given(scope, Passage.of(packing));
      tensors.add(scope.create(packing.where()));
      tensors.add(scope.create(packing.labels()));
      tensors.add(scope.create(floats(slopes)));
      tensors.add(again(scope));
      tensors.add(decoder.engine().frequencies());
      return Decoder.numbers(decoder.engine().call(scope, "learn", tensors, withGradients()));
    }
  }

  /**
   * Forwards: log-probabilities of the labels, {@code [k]} in the packing's order. {@link
   * #backward} goes the way back.
   */
  public double[] logProbabilities(Packing packing) {
    return logProbabilities(Passage.of(packing));
  }

  /** As {@link #logProbabilities(Packing)}, of a passage. */
  public double[] logProbabilities(Passage passage) {
    Packing packing = passage.packing();
    try (NDManager scope = decoder.scope()) {
      List<NDArray> tensors = given(scope, passage);
      tensors.add(scope.create(packing.where()));
      tensors.add(scope.create(packing.labels()));
      tensors.add(again(scope));
      tensors.add(decoder.engine().frequencies());
      open = Optional.of(new Open(packing, packing.where(), false));
      return Decoder.numbers(decoder.engine().call(scope, "read", tensors, decoder.lists()));
    }
  }

  /**
   * Forwards: scores at places of the packing, {@code [k]}. {@link #backward} goes the way back.
   *
   * @param where indices into the packing's tokens
   * @throws IllegalStateException if the decoder has no score head
   */
  public double[] scores(Packing packing, long[] where) {
    return scores(Passage.of(packing), where);
  }

  /** As {@link #scores(Packing, long[])}, of a passage. */
  public double[] scores(Passage passage, long[] where) {
    decoder.requireScores();
    Packing packing = passage.packing();
    try (NDManager scope = decoder.scope()) {
      List<NDArray> tensors = given(scope, passage);
      tensors.add(scope.create(where));
      tensors.add(again(scope));
      tensors.add(decoder.engine().frequencies());
      open = Optional.of(new Open(packing, where, true));
      return Decoder.numbers(decoder.engine().call(scope, "read_scores", tensors, decoder.lists()));
    }
  }

  /**
   * Backwards from the last forward pass; adds to the gradients.
   *
   * @param slopes derivative of the loss by each number that the pass gave
   * @throws IllegalStateException if no forward pass is open
   */
  public void backward(double[] slopes) {
    backward(slopes, 0);
  }

  /**
   * Backwards from the last forward pass, for a loss that has entropies in it, too.
   *
   * @param bonus derivative of the loss by the entropy of each distribution; 0 for none
   */
  public void backward(double[] slopes, double bonus) {
    Open pass =
        open.orElseThrow(
            () -> new IllegalStateException("There was no forward pass to go back from"));
    open = Optional.empty();
    try (NDManager scope = decoder.scope()) {
      List<NDArray> tensors = new ArrayList<>();
      tensors.add(scope.create(pass.packing().ids()));
      tensors.add(Decoder.runs(scope, pass.packing()));
      tensors.add(scope.create(pass.where()));
      if (!pass.scores()) {
        tensors.add(scope.create(pass.packing().labels()));
      }
      tensors.add(scope.create(floats(slopes)));
      if (!pass.scores()) {
        tensors.add(Engine.control(scope).create(bonus));
      }
      String method = pass.scores() ? "back_scores" : "back_read";
      decoder.engine().call(scope, method, tensors, withGradients());
    }
  }

  private static List<NDArray> given(NDManager scope, Passage passage) {
    Packing packing = passage.packing();
    List<NDArray> tensors = new ArrayList<>();
    tensors.add(passage.entry(scope));
    tensors.add(scope.create(packing.positions()));
    tensors.add(Decoder.runs(scope, packing));
    return tensors;
  }

  private NDArray again(NDManager scope) {
    return Engine.control(scope).create(recompute);
  }

  private Tensors[] withGradients() {
    Tensors[] lists = decoder.lists();
    return new Tensors[] {lists[0], lists[1], new Tensors("gs", list)};
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Override
  public void close() {
    manager.close();
  }

  /** A forward pass that waits for its way back. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Open(Packing packing, long[] where, boolean scores) {}
}
