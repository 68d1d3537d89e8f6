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

  /** Gradients of threads that learn at once; the first are those of the tape. */
  private final List<List<NDArray>> lanes = new ArrayList<>();

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
    return learn(new Lesson(packing, slopes), list);
  }

  /**
   * What is learned in one go.
   *
   * @param packing the sequences
   * @param slopes derivative of the loss by each log-probability, {@code [k]}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Lesson(Packing packing, double[] slopes) {}

  /**
   * How many lists of lessons are best learned at once: operations of a small model are over before
   * several threads have met, so that each thread had better do its own. More than one only where
   * gradients of its own for each fit into the processor's cache.
   */
  public int lanes() {
    return Streams.most(decoder.engine().compute().processor(), Engine.bytes(list));
  }

  /**
   * Learns lists of lessons at once, each in a thread of its own. The gradients add up in an order
   * that does not depend on the threads.
   *
   * @param lists as many as {@link #lanes}, or fewer
   * @return log-probabilities of the labels, list by list, lesson by lesson
   */
  public List<List<double[]>> learn(List<List<Lesson>> lists) {
    List<List<double[]>> found = new ArrayList<>();
    lists.forEach(lessons -> found.add(new ArrayList<>()));
    while (lanes.size() < lists.size()) {
      lanes.add(lanes.isEmpty() ? list : zeros());
    }
    try (Streams streams = Streams.ofParts(lists.size())) {
      streams.run(
          (stream, first, count) -> {
            for (int i = first; i < first + count; i++) {
              for (Lesson lesson : lists.get(i)) {
                found.get(i).add(learn(lesson, lanes.get(i)));
              }
            }
          });
    }
    for (List<NDArray> lane : lanes.subList(1, lanes.size())) {
      gather(lane);
    }
    return found;
  }

  private double[] learn(Lesson lesson, List<NDArray> sums) {
    Packing packing = lesson.packing();
    try (NDManager scope = decoder.scope()) {
      List<NDArray> tensors = given(scope, Passage.of(packing));
      tensors.add(scope.create(packing.where()));
      tensors.add(scope.create(packing.labels()));
      tensors.add(scope.create(floats(lesson.slopes())));
      tensors.add(again(scope));
      tensors.add(decoder.engine().frequencies());
      return Decoder.numbers(decoder.engine().call(scope, "learn", tensors, with(sums)));
    }
  }

  private List<NDArray> zeros() {
    List<NDArray> zeros = new ArrayList<>();
    list.forEach(sum -> zeros.add(manager.zeros(sum.getShape())));
    return zeros;
  }

  /** Adds a lane's gradients to the first one's; they are then zero. */
  private void gather(List<NDArray> lane) {
    try (NDManager scope = decoder.scope()) {
      List<NDArray> none = List.of(scope.create(0f));
      decoder
          .engine()
          .call(scope, "gather", none, new Tensors("gs", list), new Tensors("lane", lane));
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
    return with(list);
  }

  private Tensors[] with(List<NDArray> sums) {
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

  @Override
  public void close() {
    manager.close();
  }

  /** A forward pass that waits for its way back. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Open(Packing packing, long[] where, boolean scores) {}
}
