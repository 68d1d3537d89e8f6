package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.bulwark.model.Kernels.Tensors;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The rows of a whole decoder's embedding that its training data can reach: those of the tokens in
 * it. All others have a gradient of zero in every step, so that neither it nor an optimiser's means
 * of it need any memory; all that ever happens to them is decay.
 */
public final class EmbeddingRows {
  private final Engine engine;
  private final NDArray embedding;
  private final long[] sorted;
  private final NDArray indices;

  /**
   * Rows.
   *
   * @param manager owns what is kept of them
   * @param embedding the weight, {@code [vocabulary, hidden]}
   * @param tokens of all training data, in any order
   */
  EmbeddingRows(Engine engine, NDManager manager, NDArray embedding, LongStream tokens) {
    this.engine = engine;
    this.embedding = embedding;
    BitSet seen = new BitSet();
    tokens.forEach(token -> seen.set(Math.toIntExact(token)));
    this.sorted = seen.stream().asLongStream().toArray();
    this.indices = manager.create(sorted);
  }

  /** Whether these are rows of a tensor. */
  public boolean areOf(NDArray tensor) {
    return tensor == embedding;
  }

  /** Shape of their gradient, {@code [rows, hidden]}. */
  Shape shape() {
    return new Shape(sorted.length, embedding.getShape().get(1));
  }

  /**
   * Where the rows of tokens stand among these.
   *
   * @throws IllegalArgumentException for a token that training was not to meet
   */
  long[] places(long[] tokens) {
    long[] places = new long[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      places[i] = Arrays.binarySearch(sorted, tokens[i]);
      if (places[i] < 0) {
        throw new IllegalArgumentException("No training data has the token " + tokens[i]);
      }
    }
    return places;
  }

  /** A copy of the rows, {@code [rows, hidden]}. */
  public NDArray read(NDManager scope) {
    return engine.call(scope, "take_rows", List.of(indices), one("ws", embedding));
  }

  /**
   * Puts rows back, and multiplies all others.
   *
   * @param keep by what, in (0, 1]
   */
  public void write(NDManager scope, NDArray rows, double keep) {
    NDArray factor = Engine.control(scope).create(keep);
    List<NDArray> alone = List.of(indices, factor);
    engine.call(scope, "put_rows", alone, one("ws", embedding), one("rows", rows));
  }

  /** A list, as other kernels are given the same tensor: it can't stand alone, too. */
  private static Tensors one(String name, NDArray tensor) {
    return new Tensors(name, List.of(tensor));
  }
}
