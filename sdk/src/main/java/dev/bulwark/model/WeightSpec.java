package dev.bulwark.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Name and shape of one weight, as Hugging Face checkpoints have it.
 *
 * @param name its name
 * @param dimensions its shape: {@code [outputs, inputs]} for matrices, one dimension for norms and
 *     biases
 */
public record WeightSpec(String name, List<Long> dimensions) {

  static final String SCORE = "score.weight";

  /** All weights of a decoder in the kernels' order: what only some families have comes last. */
  public static List<WeightSpec> of(DecoderShape shape) {
    List<WeightSpec> specs = new ArrayList<>();
    specs.add(matrix("model.embed_tokens.weight", shape.vocabulary(), shape.hidden()));
    specs.add(norm("model.norm.weight", shape));
    switch (shape.output()) {
      case OWN -> specs.add(matrix("lm_head.weight", shape.vocabulary(), shape.hidden()));
      case SCORE -> specs.add(matrix(SCORE, 1, shape.hidden()));
      case TIED -> {}
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
    for (int layer = 0; layer < shape.layers(); layer++) {
      addTraits(specs, shape.attention(), shape.hidden(), "model.layers." + layer + ".self_attn.");
    }
    return specs;
  }

  private static void addTraits(
      List<WeightSpec> specs, DecoderShape.Attention attention, int hidden, String prefix) {
    DecoderShape.Traits traits = attention.traits();
    long headSize = attention.headSize();
    if (traits.inputBias()) {
      specs.add(vector(prefix + "q_proj.bias", headSize * attention.heads()));
      specs.add(vector(prefix + "k_proj.bias", headSize * attention.keyValueHeads()));
      specs.add(vector(prefix + "v_proj.bias", headSize * attention.keyValueHeads()));
    }
    if (traits.outputBias()) {
      specs.add(vector(prefix + "o_proj.bias", hidden));
    }
    if (traits.norms()) {
      specs.add(vector(prefix + "q_norm.weight", headSize));
      specs.add(vector(prefix + "k_norm.weight", headSize));
    }
  }

  /** Number of values. */
  public long size() {
    return dimensions.stream().reduce(1L, Math::multiplyExact);
  }

  /** Whether it is a matrix: norms and biases are not decayed and stay fp32. */
  public boolean isMatrix() {
    return dimensions.size() == 2;
  }

  private static WeightSpec matrix(String name, long rows, long columns) {
    return new WeightSpec(name, List.of(rows, columns));
  }

  private static WeightSpec norm(String name, DecoderShape shape) {
    return vector(name, shape.hidden());
  }

  private static WeightSpec vector(String name, long length) {
    return new WeightSpec(name, List.of(length));
  }
}
