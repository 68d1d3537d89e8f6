package dev.bulwark.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.bulwark.model.Kernels.Tensors;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The kernels of a shape and precision, with the memory that belongs to them. */
final class Engine implements AutoCloseable {
  private final DecoderShape shape;
  private final Compute compute;
  private final Kernels kernels;
  private final NDManager manager;
  private final NDArray frequencies;
  private final NDArray resident;

  /** Whose weights stand ready for decoding; there is room for one set. */
  private Optional<Generator> ready = Optional.empty();

  private Engine(DecoderShape shape, Compute compute, Kernels kernels) {
    this.shape = shape;
    this.compute = compute;
    this.kernels = kernels;
    this.manager = NDManager.newBaseManager(compute.processor().device());
    this.frequencies = manager.create(shape.frequencies());
    this.resident = manager.create(0f);
  }

  static Engine open(DecoderShape shape, Compute compute) {
    Compute chosen = compute.measured();
    return new Engine(shape, chosen, Kernels.open(shape, chosen));
  }

  /** With frozen weights inside the kernels; they are in memory there and nowhere else. */
  static Engine resident(DecoderShape shape, Compute compute, Source source) {
    Engine engine = open(shape, compute);
    try {
      for (WeightSpec spec : WeightSpec.of(shape)) {
        try (NDManager scope = engine.manager.newSubManager()) {
          engine.call(scope, "keep", List.of(read(scope, spec, source)));
        }
      }
      return engine;
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  DecoderShape shape() {
    return shape;
  }

  Compute compute() {
    return compute;
  }

  /**
   * Where small numbers belong that the kernels only read one by one, such as lengths and settings:
   * on a GPU each reading would wait for it.
   */
  static NDManager control(NDManager scope) {
    return scope.getDevice().isGpu() ? scope.newSubManager(Device.cpu()) : scope;
  }

  NDManager manager() {
    return manager;
  }

  NDArray frequencies() {
    return frequencies;
  }

  /** Stands in a call for weights that are inside the kernels. */
  NDArray residentWeights() {
    return resident;
  }

  NDArray call(NDManager scope, String method, List<NDArray> tensors, Tensors... lists) {
    return kernels.call(scope, method, tensors, lists);
  }

  static NDArray read(NDManager manager, WeightSpec spec, Source source) {
    Shape dimensions = new Shape(spec.dimensions().stream().mapToLong(Long::longValue).toArray());
    NDArray weight = manager.create(dimensions, DataType.FLOAT32);
    AtomicLong filled = new AtomicLong();
    try (NDArray flat = weight.reshape(-1)) {
      source.read(spec, part -> fill(flat, filled, part));
    }
    if (filled.get() != spec.size()) {
      weight.close();
      throw unfilled(spec, filled.get());
    }
    return weight;
  }

  /** The rest of the memory would be whatever was there before. */
  private static IllegalStateException unfilled(WeightSpec spec, long given) {
    return new IllegalStateException(
        "The source gave %d values of the weight %s, but must give %d"
            .formatted(given, spec.name(), spec.size()));
  }

  /** Copies: an array of a direct buffer would live in it, and share the limit of such memory. */
  private static void fill(NDArray flat, AtomicLong filled, ByteBuffer part) {
    long count = part.remaining() / Float.BYTES;
    long from = filled.getAndAdd(count);
    if (filled.get() > flat.size()) {
      return;
    }
    try (NDArray lent = flat.getManager().create(part, new Shape(count), DataType.FLOAT32)) {
      flat.set(new NDIndex("{}:{}", from, from + count), lent);
    }
  }

  /** What every thread that works by itself fetches, layer after layer. */
  long weightBytes() {
    return WeightSpec.of(shape).stream()
        .mapToLong(spec -> spec.size() * compute.precision().bytes())
        .sum();
  }

  Optional<Generator> ready() {
    return ready;
  }

  void ready(Optional<Generator> generator) {
    ready = generator;
  }

  /** Bytes of the tensors on this side of the kernels. */
  static long bytes(Iterable<NDArray> tensors) {
    long bytes = 0;
    for (NDArray tensor : tensors) {
      bytes += tensor.size() * tensor.getDataType().getNumOfBytes();
    }
    return bytes;
  }

  @Override
  public void close() {
    manager.close();
    kernels.close();
  }
}
