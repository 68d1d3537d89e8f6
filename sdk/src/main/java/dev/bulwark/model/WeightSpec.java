package dev.bulwark.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Name and shape of one weight, as Hugging Face checkpoints have it.
 *
 * @param name its name
 * @param dimensions its shape: {@code [outputs, inputs]} for matrices, {@code [hidden]} for norms
 */
public record WeightSpec(String name, List<Long> dimensions) {

  /** All weights of a decoder in the order in which the kernels expect them. */
  public static List<WeightSpec> of(DecoderShape shape) {
    List<WeightSpec> specs = new ArrayList<>();
    specs.add(matrix("model.embed_tokens.weight", shape.vocabulary(), shape.hidden()));
    specs.add(norm("model.norm.weight", shape));
    if (!shape.tied()) {
      specs.add(matrix("lm_head.weight", shape.vocabulary(), shape.hidden()));
    }
    for (int layer = 0; layer < shape.layers(); layer++) {
      String prefix = "model.layers." + layer;
      specs.add(norm(prefix + ".input_layernorm.weight", shape));
      for (Projection projection : Projection.ALL) {
        if (projection == Projection.GATE) {
          specs.add(norm(prefix + ".post_attention_layernorm.weight", shape));
        }
        specs.add(
            matrix(projection.weight(layer), projection.outputs(shape), projection.inputs(shape)));
      }
    }
    return specs;
  }

  /** Number of values. */
  public long size() {
    return dimensions.stream().reduce(1L, Math::multiplyExact);
  }

  /** Whether it is a matrix: norms are not decayed and stay fp32. */
  public boolean isMatrix() {
    return dimensions.size() == 2;
  }

  private static WeightSpec matrix(String name, long rows, long columns) {
    return new WeightSpec(name, List.of(rows, columns));
  }

  private static WeightSpec norm(String name, DecoderShape shape) {
    return new WeightSpec(name, List.of((long) shape.hidden()));
  }
}
