package dev.bulwark.checkpoint.gguf;

import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.WeightSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which weights a model has, by both names. */
record Layout(Architecture architecture, DecoderShape shape) {
  private static final Pattern IN_LAYER =
      Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");
  private static final Map<String, String> AROUND =
      Map.of(
          "model.embed_tokens.weight", "token_embd.weight",
          "model.norm.weight", "output_norm.weight",
          "lm_head.weight", "output.weight");
  private static final Map<String, String> MODULES =
      Map.ofEntries(
          Map.entry("input_layernorm", "attn_norm"),
          Map.entry("self_attn.q_proj", "attn_q"),
          Map.entry("self_attn.k_proj", "attn_k"),
          Map.entry("self_attn.v_proj", "attn_v"),
          Map.entry("self_attn.o_proj", "attn_output"),
          Map.entry("self_attn.q_norm", "attn_q_norm"),
          Map.entry("self_attn.k_norm", "attn_k_norm"),
          Map.entry("post_attention_layernorm", "ffn_norm"),
          Map.entry("mlp.gate_proj", "ffn_gate"),
          Map.entry("mlp.up_proj", "ffn_up"),
          Map.entry("mlp.down_proj", "ffn_down"));

  /**
   * One weight.
   *
   * @param gguf its name in GGUF
   * @param spec its name and shape in a Hugging Face folder
   * @param pairedHeads heads whose rows llama.cpp orders otherwise than Hugging Face, or 0
   */
  record Weight(String gguf, WeightSpec spec, int pairedHeads) {
    /** The embedding or the output head: what quantisation hurts most. */
    boolean isVocabulary() {
      return gguf.equals("token_embd.weight") || gguf.equals("output.weight");
    }
  }

  /** All weights that have a place in GGUF, in the order in which they are written. */
  List<Weight> weights() {
    return WeightSpec.of(shape).stream().flatMap(spec -> weight(spec).stream()).toList();
  }

  private Optional<Weight> weight(WeightSpec spec) {
    Matcher inLayer = IN_LAYER.matcher(spec.name());
    if (!inLayer.matches()) {
      return Optional.ofNullable(AROUND.get(spec.name())).map(name -> new Weight(name, spec, 0));
    }
    String module = inLayer.group(2);
    boolean unknown = module.endsWith("o_proj") && inLayer.group(3).equals("bias");
    return unknown && !architecture.isLlama()
        ? Optional.empty()
        : Optional.ofNullable(MODULES.get(module))
            .map(name -> "blk.%s.%s.%s".formatted(inLayer.group(1), name, inLayer.group(3)))
            .map(name -> new Weight(name, spec, pairedHeads(module)));
  }

  private int pairedHeads(String module) {
    if (!architecture.isLlama()) {
      return 0;
    }
    return switch (module) {
      case "self_attn.q_proj" -> shape.attention().heads();
      case "self_attn.k_proj" -> shape.attention().keyValueHeads();
      default -> 0;
    };
  }
}
