package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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
   * @param lanes places of sequences, thread by thread, part by part; every place is in one of them
   */
  public static Trunk of(Decoder role, List<Encoded> sequences, List<List<List<Integer>>> lanes) {
    NDManager manager = role.scope();
    Map<List<Integer>, NDArray> read = new ConcurrentHashMap<>();
    role.atOnce(
        lanes,
        (scope, part) -> {
          NDArray below = role.call(scope, "trunk", Passage.of(packing(sequences, part)));
          below.attach(manager);
          read.put(part, below);
        });
    NDList streams = new NDList();
    long[] starts = new long[sequences.size()];
    long row = 0;
    for (List<Integer> part : lanes.stream().flatMap(List::stream).toList()) {
      streams.add(read.get(part));
      for (int index : packing(sequences, part).order()) {
        starts[part.get(index)] = row;
        row += sequences.get(part.get(index)).length();
      }
    }
    NDArray stream = NDArrays.concat(streams);
    streams.forEach(NDArray::close);
    return new Trunk(role.engine(), manager, stream, starts);
  }

  private static Packing packing(List<Encoded> sequences, List<Integer> places) {
    return Packing.of(places.stream().map(sequences::get).toList());
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
