package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A low-rank adapter (LoRA, Hu et al. 2021): {@code y = W x + scale * B (A x)} on the planned
 * matrices of every layer.
 */
public final class Adapter {
  private static final String PREFIX = "base_model.model.";

  private final Plan plan;
  private final Map<String, NDArray> pairs;
  private final NDArray layout;

  private Adapter(Plan plan, Map<String, NDArray> pairs, NDArray layout) {
    this.plan = plan;
    this.pairs = pairs;
    this.layout = layout;
  }

  /**
   * Where an adapter sits and how strong it is.
   *
   * @param rank inner width, from 1; 0 means no adapter
   * @param alpha strength: the scale is alpha divided by rank
   * @param projections the adapted matrices of each layer
   * @param rankStabilised whether the scale is alpha divided by the root of the rank instead
   * @param from the first layer that is adapted, from 0; layers below are the base's, no gradient
   *     goes there, and roles that part at the same layer can share what they compute below it
   */
  public record Plan(
      int rank, double alpha, List<Projection> projections, boolean rankStabilised, int from) {

    /** No adapter. */
    public static final Plan NONE = new Plan(0, 0, List.of());

    /** Copies the list, in the order of the kernels. */
    public Plan {
      projections = projections.stream().distinct().sorted().toList();
      if (from < 0) {
        throw new IllegalArgumentException("from is " + from + ", but must be 0 or more");
      }
    }

    /** With the usual scale, in all layers. */
    public Plan(int rank, double alpha, List<Projection> projections) {
      this(rank, alpha, projections, false, 0);
    }

    /** The same in these layers only: the one with that number, counted from 0, and all above. */
    public Plan from(int layer) {
      return new Plan(rank, alpha, projections, rankStabilised, layer);
    }

    /** Factor on the adapter's output. */
    public double scale() {
      if (rank == 0) {
        return 0;
      }
      return alpha / (rankStabilised ? Math.sqrt(rank) : rank);
    }

    /** A and B of each adapted matrix in turn, in the kernels' order, by the names of PEFT. */
    public List<WeightSpec> specs(DecoderShape shape) {
      List<WeightSpec> specs = new ArrayList<>();
      for (int layer = from; rank > 0 && layer < shape.layers(); layer++) {
        for (Projection projection : projections) {
          String module = PREFIX + projection.module(layer);
          long inputs = projection.inputs(shape);
          long outputs = projection.outputs(shape);
          specs.add(new WeightSpec(module + ".lora_A.weight", List.of((long) rank, inputs)));
          specs.add(new WeightSpec(module + ".lora_B.weight", List.of(outputs, (long) rank)));
        }
      }
      return specs;
    }
  }

  /** The score head of a role, as PEFT keeps a module that is saved whole. */
  public static WeightSpec scoreHead(DecoderShape shape) {
    return new WeightSpec(PREFIX + "score.weight", List.of(1L, (long) shape.hidden()));
  }

  /**
   * Fresh values: {@code A} uniform within {@code ±1/sqrt(inputs)}, as PEFT draws it; {@code B}
   * zero, so that the adapter starts as no change; a score head normal with deviation {@code
   * 1/sqrt(hidden + 1)}.
   */
  public static Source drawn(long seed) {
    Random random = new Random(seed);
    return spec -> {
      ByteBuffer bytes =
          ByteBuffer.allocateDirect(Math.toIntExact(4 * spec.size()))
              .order(ByteOrder.nativeOrder());
      double inputs = spec.dimensions().get(1).doubleValue();
      while (bytes.hasRemaining()) {
        if (spec.name().endsWith(".lora_A.weight")) {
          bytes.putFloat((float) ((2 * random.nextDouble() - 1) / Math.sqrt(inputs)));
        } else if (spec.name().endsWith(".lora_B.weight")) {
          bytes.putFloat(0);
        } else {
          bytes.putFloat((float) (random.nextGaussian() / Math.sqrt(inputs + 1)));
        }
      }
      return bytes.flip();
    };
  }

  static Adapter of(Plan plan, DecoderShape shape, NDManager manager, Source source) {
    if (plan.from() >= shape.layers()) {
      throw new IllegalArgumentException(
          "from is %d, but must be below the model's %d layers"
              .formatted(plan.from(), shape.layers()));
    }
    Map<String, NDArray> pairs = new LinkedHashMap<>();
    for (WeightSpec spec : plan.specs(shape)) {
      pairs.put(spec.name(), Engine.read(manager, spec, source));
    }
    int bits = plan.projections().stream().mapToInt(Projection::flag).sum();
    double[] layout = {bits, plan.scale(), plan.from()};
    return new Adapter(plan, pairs, Engine.control(manager).create(layout));
  }

  Plan plan() {
    return plan;
  }

  /** A and B by the names of PEFT. */
  Map<String, NDArray> named() {
    return pairs;
  }

  /** As the kernels expect it: which matrices, the scale and the first layer, then the pairs. */
  List<NDArray> list() {
    List<NDArray> list = new ArrayList<>();
    list.add(layout);
    list.addAll(pairs.values());
    return list;
  }

  /** Adds {@code scale * B A} to a weight, if it is an adapted one. */
  void mergeInto(NDArray weight, WeightSpec spec) {
    String module = PREFIX + spec.name().replaceFirst("\\.weight$", "");
    NDArray a = pairs.get(module + ".lora_A.weight");
    NDArray b = pairs.get(module + ".lora_B.weight");
    if (a == null || b == null) {
      return;
    }
    try (NDArray change = b.matMul(a);
        NDArray scaled = change.mul(plan.scale())) {
      weight.addi(scaled);
    }
  }
}
