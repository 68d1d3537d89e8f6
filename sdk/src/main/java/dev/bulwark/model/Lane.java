package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.bulwark.model.GradientTape.Lesson;
import dev.bulwark.model.Kernels.Tensors;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thread's passes over a decoder, with gradients of its own: a forward pass is open at a time,
 * and the way back closes it. The kernels keep the tape of a lane by its number, for all tapes of a
 * base: between a pass and its way back the lane of no other tape with that number may be used.
 */
public final class Lane {
  private final Decoder decoder;
  private final int number;
  private final List<NDArray> sums;
  private final Optional<EmbeddingRows> rows;
  private boolean recompute;
  private Optional<Open> open = Optional.empty();

  /**
   * A lane.
   *
   * @param number where the kernels keep its tape, from 0
   * @param sums its gradients, in the kernels' order
   * @param rows those of the embedding that get gradients, where not all of them do
   */
  Lane(Decoder decoder, int number, List<NDArray> sums, Optional<EmbeddingRows> rows) {
    this.decoder = decoder;
    this.number = number;
    this.sums = sums;
    this.rows = rows;
  }

  void recompute(boolean again) {
    this.recompute = again;
  }

  List<NDArray> sums() {
    return sums;
  }

  /** A manager whose tensors live until it is closed. */
  public NDManager scope() {
    return decoder.scope();
  }

  /**
   * Forwards and backwards in one go, for a loss whose derivatives are known before its value.
   *
   * @return log-probabilities of the labels, {@code [k]} in the packing's order
   */
  public double[] learn(Lesson lesson) {
    Packing packing = lesson.packing();
    try (NDManager scope = decoder.scope()) {
      List<NDArray> tensors = new ArrayList<>();
      addGiven(tensors, scope, Passage.of(packing));
      tensors.add(rows(scope, packing));
      tensors.add(scope.create(packing.where()));
      tensors.add(scope.create(packing.labels()));
      tensors.add(scope.create(floats(lesson.slopes())));
      tensors.add(again(scope));
      tensors.add(decoder.engine().frequencies());
      return Decoder.numbers(decoder.engine().call(scope, "learn", tensors, withGradients()));
    }
  }

  /**
   * Forwards: log-probabilities of the labels, {@code [k]} in the packing's order. {@link
   * #backward} goes the way back.
   */
  public double[] logProbabilities(Passage passage) {
    Packing packing = passage.packing();
    try (NDManager scope = decoder.scope()) {
      List<NDArray> tensors = numbered(scope);
      addGiven(tensors, scope, passage);
      tensors.add(scope.create(packing.where()));
      tensors.add(scope.create(packing.labels()));
      tensors.add(again(scope));
      tensors.add(decoder.engine().frequencies());
      open = Optional.empty();
      NDArray read = decoder.engine().call(scope, "read", tensors, decoder.lists());
      open = Optional.of(new Open(packing, packing.where(), false));
      return Decoder.numbers(read);
    }
  }

  /**
   * Forwards: scores at places of the packing, {@code [k]}. {@link #backward} goes the way back.
   *
   * @param where indices into the packing's tokens
   * @throws IllegalStateException if the decoder has no score head
   */
  public double[] scores(Passage passage, long[] where) {
    decoder.requireScores();
    try (NDManager scope = decoder.scope()) {
      List<NDArray> tensors = numbered(scope);
      addGiven(tensors, scope, passage);
      tensors.add(scope.create(where));
      tensors.add(again(scope));
      tensors.add(decoder.engine().frequencies());
      open = Optional.empty();
      NDArray read = decoder.engine().call(scope, "read_scores", tensors, decoder.lists());
      open = Optional.of(new Open(passage.packing(), where, true));
      return Decoder.numbers(read);
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
      List<NDArray> tensors = numbered(scope);
      tensors.add(rows(scope, pass.packing()));
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

  /** What a kernel that keeps a tape, or uses one up, is given first. */
  private List<NDArray> numbered(NDManager scope) {
    List<NDArray> tensors = new ArrayList<>();
    tensors.add(Engine.control(scope).create(number));
    return tensors;
  }

  private static void addGiven(List<NDArray> tensors, NDManager scope, Passage passage) {
    Packing packing = passage.packing();
    tensors.add(passage.entry(scope));
    tensors.add(scope.create(packing.positions()));
    tensors.add(Decoder.runs(scope, packing));
  }

  /** Which row of the embedding's gradient belongs to each token. */
  private NDArray rows(NDManager scope, Packing packing) {
    return scope.create(rows.map(some -> some.places(packing.ids())).orElseGet(packing::ids));
  }

  private NDArray again(NDManager scope) {
    return Engine.control(scope).create(recompute);
  }

  private Tensors[] withGradients() {
    Tensors[] lists = decoder.lists();
    return new Tensors[] {lists[0], lists[1], new Tensors("gs", sums)};
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** A forward pass that waits for its way back. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Open(Packing packing, long[] where, boolean scores) {}
}
