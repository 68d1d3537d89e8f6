package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import dev.bulwark.model.Kernels.Tensors;
import dev.bulwark.text.Packing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A decoder in memory: fp32 master weights, an optional adapter, and the kernels that work on them.
 *
 * <p>Without an adapter every weight is trainable; with one, the weights are frozen inside the
 * kernels and only the adapter is. Not safe for use by several threads at once.
 */
public final class Decoder implements AutoCloseable {
  private final DecoderShape shape;
  private final Precision precision;
  private final NDManager manager;
  private final Kernels kernels;
  private final Map<String, NDArray> weights = new LinkedHashMap<>();
  private final NDArray frequencies;
  private final List<Adapter> adapter;

  /**
   * Makes a decoder; the values come from the source, one weight after the other.
   *
   * @param seed draws the adapter
   */
  public Decoder(
      DecoderShape shape, Precision precision, Adapter.Plan plan, long seed, Source source) {
    this.shape = shape;
    this.precision = precision;
    this.kernels = Kernels.open(shape, precision, plan);
    this.manager = NDManager.newBaseManager();
    this.frequencies = manager.create(shape.frequencies());
    for (WeightSpec spec : WeightSpec.of(shape)) {
      Shape dimensions = new Shape(spec.dimensions().stream().mapToLong(Long::longValue).toArray());
      weights.put(spec.name(), manager.create(source.read(spec), dimensions, DataType.FLOAT32));
    }
    this.adapter =
        plan.rank() == 0 ? List.of() : List.of(Adapter.fresh(plan, shape, manager, seed));
    if (!adapter.isEmpty()) {
      call("keep", List.of(), new Tensors("w", List.copyOf(weights.values()))).close();
    }
    trainable().values().forEach(tensor -> tensor.setRequiresGradient(true));
  }

  /** Where the values of weights come from. */
  @FunctionalInterface
  public interface Source {
    /** The values of one weight: fp32 in native byte order, in a direct buffer. */
    ByteBuffer read(WeightSpec spec);
  }

  /** The decoder's shape. */
  public DecoderShape shape() {
    return shape;
  }

  /** In which type its products run. */
  public Precision precision() {
    return precision;
  }

  /** The tensors that training changes, by name. */
  public Map<String, NDArray> trainable() {
    return adapter.isEmpty() ? weights : adapter.get(0).named(shape);
  }

  /** A manager whose tensors live until it is closed. */
  public NDManager scope() {
    return manager.newSubManager();
  }

  /**
   * Natural log-probabilities of the labels, {@code [k]} in the packing's order; differentiable by
   * the trainable tensors.
   */
  public NDArray logProbabilities(NDManager scope, Packing packing) {
    List<NDArray> tensors = new ArrayList<>(sequenceTensors(scope, packing));
    tensors.add(scope.create(packing.where()));
    tensors.add(scope.create(packing.labels()));
    tensors.add(frequencies);
    return adapter.isEmpty()
        ? kernels.call(scope, "full_log_probabilities", tensors, weightTensors())
        : kernels.call(
            scope,
            "adapted_log_probabilities",
            tensors,
            new Tensors("lora", adapter.get(0).pairs()));
  }

  /** Logits of every token, {@code [n, vocabulary]}, of the weights without an adapter. */
  public NDArray logits(NDManager scope, Packing packing) {
    List<NDArray> tensors = new ArrayList<>(sequenceTensors(scope, packing));
    tensors.add(frequencies);
    return kernels.call(scope, "logits", tensors, weightTensors());
  }

  private static List<NDArray> sequenceTensors(NDManager scope, Packing packing) {
    return List.of(
        scope.create(packing.ids()),
        scope.create(packing.positions()),
        scope.create(packing.runs(), new Shape(packing.runs().length / 2, 2)));
  }

  private Tensors weightTensors() {
    return new Tensors("w", List.copyOf(weights.values()));
  }

  /**
   * Calls a kernel that changes tensors in place or reads them, outside the graph of gradients.
   *
   * @return its result as numbers
   */
  public double[] kernel(String method, List<NDArray> tensors, Map<String, List<NDArray>> lists) {
    Tensors[] arguments =
        lists.entrySet().stream()
            .map(list -> new Tensors(list.getKey(), list.getValue()))
            .toArray(Tensors[]::new);
    try (NDArray result = call(method, tensors, arguments);
        NDArray wide = result.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }

  private NDArray call(String method, List<NDArray> tensors, Tensors... lists) {
    return kernels.call(manager, method, tensors, lists);
  }

  /** Adds a trained adapter to the weights, which then are the tuned model's. */
  public void mergeAdapter() {
    withoutGradients(() -> adapter.forEach(lora -> lora.mergeInto(weights, shape)));
  }

  /** The present values of one weight, row after row. */
  public float[] values(WeightSpec spec) {
    NDArray weight = weights.get(spec.name());
    if (weight == null) {
      throw new IllegalArgumentException("No weight " + spec.name());
    }
    return weight.toFloatArray();
  }

  /** A generator over the present weights; a trained adapter must have been merged. */
  public Generator generator() {
    withoutGradients(() -> call("fuse", List.of(), weightTensors()).close());
    return new Generator(shape, precision, kernels, manager, frequencies);
  }

  static void withoutGradients(Runnable work) {
    JniUtils.setGradMode(false);
    try {
      work.run();
    } finally {
      JniUtils.setGradMode(true);
    }
  }

  @Override
  public void close() {
    manager.close();
    kernels.close();
  }
}
