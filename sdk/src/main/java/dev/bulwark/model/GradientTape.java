package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.bulwark.model.Kernels.Tensors;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.LongStream;

/**
 * The gradients of a decoder's trainable tensors, and the passes that fill them.
 *
 * <p>A loss is a function of the numbers that a pass gives: log-probabilities of learned tokens, or
 * scores. Whoever computes it gives its derivatives by these numbers back, and the pass backwards
 * turns them into gradients, which add up until they are used. A {@link Lane} has one forward pass
 * open at a time; the tape's own passes are those of its first lane.
 */
public final class GradientTape implements AutoCloseable {
  private final Decoder decoder;
  private final NDManager manager;
  private final Map<String, NDArray> gradients = new LinkedHashMap<>();

  /** The first has the tape's own gradients; those of the others are gathered into them. */
  private final List<Lane> lanes = new ArrayList<>();

  private final Optional<EmbeddingRows> rows;
  private boolean recompute;

  /**
   * A tape.
   *
   * @param tokens of all training data, where the embedding's other rows get no gradient
   */
  GradientTape(Decoder decoder, Optional<LongStream> tokens) {
    this.decoder = decoder;
    this.manager = decoder.scope();
    this.rows = tokens.map(all -> decoder.rows(manager, all));
    decoder
        .trainable()
        .forEach((name, tensor) -> gradients.put(name, manager.zeros(shape(tensor))));
    List<NDArray> list = new ArrayList<>();
    if (decoder.isRole()) {
      // The kernels count a role's gradients as its adapter's list, which begins with its layout.
      list.add(manager.create(0f));
    }
    list.addAll(gradients.values());
    open(list);
  }

  private Shape shape(NDArray tensor) {
    return rows.filter(some -> some.areOf(tensor))
        .map(EmbeddingRows::shape)
        .orElseGet(tensor::getShape);
  }

  private void open(List<NDArray> sums) {
    Lane lane = new Lane(decoder, lanes.size(), sums, rows);
    lane.recompute(recompute);
    lanes.add(lane);
    try (NDManager scope = decoder.scope()) {
      NDArray count = Engine.control(scope).create(lanes.size());
      decoder.engine().call(scope, "open_lanes", List.of(count));
    }
  }

  private Lane first() {
    return lanes.get(0);
  }

  /**
   * Whether activations are computed again on the way back, layer by layer, instead of being kept:
   * a third more work for a fraction of the memory. Off at first.
   */
  public GradientTape recompute(boolean again) {
    this.recompute = again;
    lanes.forEach(lane -> lane.recompute(again));
    return this;
  }

  /** The rows of the embedding that get gradients, where not all of them do. */
  public Optional<EmbeddingRows> rows() {
    return rows;
  }

  /** The gradients by the names of {@link Decoder#trainable}; the embedding's of {@link #rows}. */
  public Map<String, NDArray> gradients() {
    return gradients;
  }

  /** Sets all gradients to zero, those of the lanes, too. */
  public void zero() {
    try (NDManager scope = decoder.scope()) {
      for (Lane lane : lanes) {
        Tensors sums = new Tensors("gs", lane.sums());
        decoder.engine().call(scope, "clear", List.of(scope.create(0f)), sums);
      }
    }
  }

  /**
   * What is learned in one go.
   *
   * @param packing the sequences
   * @param slopes derivative of the loss by each log-probability, {@code [k]}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Lesson(Packing packing, double[] slopes) {}

  /** As {@link Lane#learn}. */
  public double[] learn(Packing packing, double[] slopes) {
    return first().learn(new Lesson(packing, slopes));
  }

  /** As {@link Lane#logProbabilities}, of tokens alone. */
  public double[] logProbabilities(Packing packing) {
    return logProbabilities(Passage.of(packing));
  }

  /** As {@link Lane#logProbabilities}. */
  public double[] logProbabilities(Passage passage) {
    return first().logProbabilities(passage);
  }

  /** As {@link Lane#scores}, of tokens alone. */
  public double[] scores(Packing packing, long[] where) {
    return first().scores(Passage.of(packing), where);
  }

  /** As {@link Lane#backward(double[])}. */
  public void backward(double[] slopes) {
    first().backward(slopes);
  }

  /** As {@link Lane#backward(double[], double)}. */
  public void backward(double[] slopes, double bonus) {
    first().backward(slopes, bonus);
  }

  /**
   * How many lists of passes are best done at once: operations of a small model are over before
   * several threads have met, so that each thread had better do its own. More than one only where
   * gradients of its own for each fit into the processor's cache.
   */
  public int lanes() {
    return Streams.most(decoder.engine().compute().processor(), Engine.bytes(first().sums()));
  }

  /**
   * Works through lists at once, each in a thread and a lane of its own. The gradients add up in an
   * order that does not depend on the threads.
   *
   * @param lists as many as {@link #lanes}, or fewer
   * @param pass forwards and backwards over one part
   * @return what it gave, list by list, part by part
   * @throws RuntimeException that a pass threw; all gradients are then zero
   */
  public <T, R> List<List<R>> inLanes(List<List<T>> lists, BiFunction<Lane, T, R> pass) {
    while (lanes.size() < lists.size()) {
      open(zeros());
    }
    List<List<R>> found = new ArrayList<>();
    lists.forEach(parts -> found.add(new ArrayList<>()));
    try (Streams streams = Streams.ofParts(lists.size())) {
      streams.run(
          (stream, from, count) -> {
            for (int i = from; i < from + count; i++) {
              for (T part : lists.get(i)) {
                found.get(i).add(pass.apply(lanes.get(i), part));
              }
            }
          });
    } catch (RuntimeException | Error e) {
      // Some lanes went further than others: what they have belongs to no batch.
      zero();
      throw e;
    }
    for (Lane lane : lanes.subList(1, lanes.size())) {
      gather(lane);
    }
    return found;
  }

  private List<NDArray> zeros() {
    List<NDArray> zeros = new ArrayList<>();
    first().sums().forEach(sum -> zeros.add(manager.zeros(sum.getShape())));
    return zeros;
  }

  /** Adds a lane's gradients to the first one's; they are then zero. */
  private void gather(Lane lane) {
    try (NDManager scope = decoder.scope()) {
      List<NDArray> none = List.of(scope.create(0f));
      Tensors sums = new Tensors("gs", first().sums());
      decoder.engine().call(scope, "gather", none, sums, new Tensors("lane", lane.sums()));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
