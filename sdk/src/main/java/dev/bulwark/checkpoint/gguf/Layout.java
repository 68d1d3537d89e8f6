package dev.bulwark.checkpoint.gguf;

import java.util.ArrayList;
import java.util.List;

/**
 * Which weights a model has, by both names.
 *
 * @param biased whether queries, keys and values have a bias
 * @param tied whether the output head is the embedding
 */
record Layout(Family family, Shape shape, boolean biased, boolean tied) {

  /**
   * The sizes of a model.
   *
   * @param vocabulary rows of the embedding
   * @param headSize width of a head
   */
  record Shape(
      int vocabulary,
      int hidden,
      int feedForward,
      int layers,
      int heads,
      int keyValueHeads,
      int headSize) {
    int queries() {
      return heads * headSize;
    }

    int keys() {
      return keyValueHeads * headSize;
    }
  }

  /**
   * One weight.
   *
   * @param pairedHeads heads whose rows llama.cpp orders otherwise than Hugging Face, or 0
   */
  record Weight(String gguf, String huggingFace, List<Long> dimensions, int pairedHeads) {
    boolean isMatrix() {
      return dimensions.size() == 2;
    }

    /** The embedding or the output head: what quantisation hurts most. */
    boolean isVocabulary() {
      return gguf.equals("token_embd.weight") || gguf.equals("output.weight");
    }
  }

  /** All weights, in the order in which they are written. */
  List<Weight> weights() {
    List<Weight> weights = new ArrayList<>();
    weights.add(
        weight("token_embd.weight", "model.embed_tokens.weight", shape.vocabulary, shape.hidden));
    weights.add(weight("output_norm.weight", "model.norm.weight", shape.hidden));
    if (!tied) {
      weights.add(weight("output.weight", "lm_head.weight", shape.vocabulary, shape.hidden));
    }
    for (int layer = 0; layer < shape.layers; layer++) {
      attention(weights, "blk." + layer + ".", "model.layers." + layer + ".");
      feedForward(weights, "blk." + layer + ".", "model.layers." + layer + ".");
    }
    return weights;
  }

  private void attention(List<Weight> to, String gguf, String other) {
    int paired = family.pairsRows() ? 1 : 0;
    String inner = other + "self_attn.";
    to.add(weight(gguf + "attn_norm.weight", other + "input_layernorm.weight", shape.hidden));
    projection(to, gguf + "attn_q.", inner + "q_proj.", shape.queries(), paired * shape.heads);
    projection(to, gguf + "attn_k.", inner + "k_proj.", shape.keys(), paired * shape.keyValueHeads);
    projection(to, gguf + "attn_v.", inner + "v_proj.", shape.keys(), 0);
    to.add(
        weight(
            gguf + "attn_output.weight", inner + "o_proj.weight", shape.hidden, shape.queries()));
    if (biased && family.biasesOutput()) {
      to.add(weight(gguf + "attn_output.bias", inner + "o_proj.bias", shape.hidden));
    }
    if (family.normsHeads()) {
      to.add(weight(gguf + "attn_q_norm.weight", inner + "q_norm.weight", shape.headSize));
      to.add(weight(gguf + "attn_k_norm.weight", inner + "k_norm.weight", shape.headSize));
    }
  }

  private void projection(List<Weight> to, String gguf, String other, long rows, int paired) {
    List<Long> dimensions = List.of(rows, (long) shape.hidden);
    to.add(new Weight(gguf + "weight", other + "weight", dimensions, paired));
    if (biased) {
      to.add(new Weight(gguf + "bias", other + "bias", List.of(rows), paired));
    }
  }

  private void feedForward(List<Weight> to, String gguf, String other) {
    int inner = shape.feedForward;
    int hidden = shape.hidden;
    to.add(weight(gguf + "ffn_norm.weight", other + "post_attention_layernorm.weight", hidden));
    to.add(weight(gguf + "ffn_gate.weight", other + "mlp.gate_proj.weight", inner, hidden));
    to.add(weight(gguf + "ffn_up.weight", other + "mlp.up_proj.weight", inner, hidden));
    to.add(weight(gguf + "ffn_down.weight", other + "mlp.down_proj.weight", hidden, inner));
  }

  private static Weight weight(String gguf, String huggingFace, long... dimensions) {
    List<Long> list = java.util.Arrays.stream(dimensions).boxed().toList();
    return new Weight(gguf, huggingFace, list, 0);
  }
}
