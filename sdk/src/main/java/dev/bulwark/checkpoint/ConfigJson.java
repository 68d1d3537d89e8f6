package dev.bulwark.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Rotary;

/** Writes the {@code config.json} of a shape, in the spelling that all readers know. */
public final class ConfigJson {
  private ConfigJson() {}

  /** A chat model's configuration but for its token ids, with all weights of one type. */
  public static ObjectNode of(Family family, DecoderShape shape, StorageType weights) {
    DecoderShape.Attention attention = shape.attention();
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.putArray("architectures").add(family.className());
    config.put("model_type", family.label());
    config.put("vocab_size", shape.vocabulary());
    config.put("hidden_size", shape.hidden());
    config.put("intermediate_size", shape.feedForward());
    config.put("num_hidden_layers", shape.layers());
    config.put("num_attention_heads", attention.heads());
    config.put("num_key_value_heads", attention.keyValueHeads());
    config.put("head_dim", attention.headSize());
    config.put("hidden_act", "silu");
    config.put("max_position_embeddings", attention.window());
    config.put("rms_norm_eps", shape.epsilon());
    rotary(config, attention.rotary());
    if (family == Family.MISTRAL) {
      int window = attention.sliding().window();
      config.put("sliding_window", window == 0 ? null : (Integer) window);
    }
    if (family.heedsAttentionBias()) {
      config.put("attention_bias", attention.traits().outputBias());
    }
    config.put("tie_word_embeddings", shape.output() == DecoderShape.Output.TIED);
    return config.put("torch_dtype", weights.torch());
  }

  private static void rotary(ObjectNode config, Rotary rotary) {
    config.put("rope_theta", rotary.theta());
    if (rotary.scaling() instanceof Rotary.Linear linear) {
      config.putObject("rope_scaling").put("rope_type", "linear").put("factor", linear.factor());
    } else if (rotary.scaling() instanceof Rotary.Llama3 llama3) {
      config
          .putObject("rope_scaling")
          .put("rope_type", "llama3")
          .put("factor", llama3.factor())
          .put("low_freq_factor", llama3.low())
          .put("high_freq_factor", llama3.high())
          .put("original_max_position_embeddings", (long) llama3.window());
    }
  }
}
