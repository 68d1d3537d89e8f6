package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A low-rank adapter (LoRA): {@code y = W x + scale * B (A x)} on the planned matrices of every
 * layer, {@code A} drawn, {@code B} zero, so that it starts as no change.
 */
public final class Adapter {
  private final Plan plan;
  private final List<NDArray> pairs;

  private Adapter(Plan plan, List<NDArray> pairs) {
    this.plan = plan;
    this.pairs = pairs;
  }

  /**
   * Where an adapter sits and how strong it is.
   *
   * @param rank inner width, from 1; 0 means no adapter
   * @param alpha scale times rank
   * @param projections the adapted matrices of each layer
   */
  public record Plan(int rank, double alpha, List<Projection> projections) {

    /** No adapter: all weights are trained. */
    public static final Plan NONE = new Plan(0, 0, List.of());

    /** Copies the list, in the order of the kernels. */
    public Plan {
      projections = projections.stream().distinct().sorted().toList();
    }

    /** Factor on the adapter's output, {@code alpha / rank}. */
    public double scale() {
      return rank == 0 ? 0 : alpha / rank;
    }

    int bits() {
      return projections.stream().mapToInt(Projection::flag).sum();
    }
  }

  /** A fresh adapter; {@code A} is uniform within {@code ±1/sqrt(inputs)}, as PEFT draws it. */
  static Adapter fresh(Plan plan, DecoderShape shape, NDManager manager, long seed) {
    Random random = new Random(seed);
    List<NDArray> pairs = new ArrayList<>();
    for (int layer = 0; layer < shape.layers(); layer++) {
      for (Projection projection : plan.projections()) {
        int inputs = projection.inputs(shape);
        float[] a = new float[plan.rank() * inputs];
        for (int i = 0; i < a.length; i++) {
          a[i] = (float) ((2 * random.nextDouble() - 1) / Math.sqrt(inputs));
        }
        pairs.add(manager.create(a, new Shape(plan.rank(), inputs)));
        pairs.add(manager.zeros(new Shape(projection.outputs(shape), plan.rank())));
      }
    }
    return new Adapter(plan, pairs);
  }

  /** A and B of each adapted matrix in turn, as the kernels expect them. */
  List<NDArray> pairs() {
    return pairs;
  }

  /** Adds {@code scale * B A} to the weights; the adapter itself stays as it is. */
  void mergeInto(Map<String, NDArray> weights, DecoderShape shape) {
    int at = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      for (Projection projection : plan.projections()) {
        NDArray weight = weights.get(projection.weight(layer));
        if (weight == null) {
          throw new IllegalStateException("No weight " + projection.weight(layer));
        }
        try (NDArray change = pairs.get(at + 1).matMul(pairs.get(at));
            NDArray scaled = change.mul(plan.scale())) {
          weight.addi(scaled);
        }
        at += 2;
      }
    }
  }

  /** Names of the pairs as PEFT writes them, with their arrays. */
  Map<String, NDArray> named(DecoderShape shape) {
    Map<String, NDArray> named = new LinkedHashMap<>();
    int at = 0;
    for (int layer = 0; layer < shape.layers(); layer++) {
      for (Projection projection : plan.projections()) {
        String module =
            "base_model.model." + projection.weight(layer).replaceFirst("\\.weight$", "");
        named.put(module + ".lora_A.weight", pairs.get(at++));
        named.put(module + ".lora_B.weight", pairs.get(at++));
      }
    }
    return named;
  }
}
