package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.util.List;
import java.util.Optional;

/**
 * The residual stream of sequences at the layer where the roles of a base part, {@code [n,
 * hidden]}: computed once, read by all of them.
 *
 * <p>Policy, reference, critic and reward models whose adapters begin at the same layer compute the
 * same below it. The reading of a sequence does not depend on those beside it, so any packing of
 * these sequences can take its rows from here.
 */
public final class Trunk implements AutoCloseable {
  private final Engine engine;
  private final NDManager manager;
  private final NDArray stream;
  private final long[] starts;

  private Trunk(Engine engine, NDManager manager, NDArray stream, long[] starts) {
    this.engine = engine;
    this.manager = manager;
    this.stream = stream;
    this.starts = starts;
  }

  /**
   * Reads sequences up to the layer at which a role parts from its base.
   *
   * @param role any of the roles that part there
   * @param parts places of sequences that are read at once; every place is in one of them
   */
  public static Trunk of(Decoder role, List<Encoded> sequences, List<List<Integer>> parts) {
    NDManager manager = role.scope();
    NDList read = new NDList();
    long[] starts = new long[sequences.size()];
    long row = 0;
    for (List<Integer> part : parts) {
      Packing packing = Packing.of(part.stream().map(sequences::get).toList());
      try (NDManager scope = manager.newSubManager()) {
        NDArray below = role.call(scope, "trunk", Passage.of(packing));
        below.attach(manager);
        read.add(below);
      }
      for (int index : packing.order()) {
        starts[part.get(index)] = row;
        row += sequences.get(part.get(index)).length();
      }
    }
    NDArray stream = NDArrays.concat(read);
    read.forEach(NDArray::close);
    return new Trunk(role.engine(), manager, stream, starts);
  }

  /**
   * The tokens of some sequences with their stream.
   *
   * @param scope owns what comes
   * @param sequences those that stand at these places
   */
  public Passage passage(NDManager scope, List<Encoded> sequences, List<Integer> places) {
    Packing packing = Packing.of(sequences);
    long[] rows = new long[packing.ids().length];
    int at = 0;
    for (int index : packing.order()) {
      for (int i = 0; i < sequences.get(index).length(); i++) {
        rows[at++] = starts[places.get(index)] + i;
      }
    }
    NDArray picked = engine.call(scope, "rows", List.of(stream, scope.create(rows)));
    return new Passage(packing, Optional.of(picked));
  }

  @Override
  public void close() {
    manager.close();
  }
}
