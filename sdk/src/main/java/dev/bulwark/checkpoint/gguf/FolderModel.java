package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.StoredWeights;
import dev.bulwark.checkpoint.gguf.Layout.Weight;
import dev.bulwark.data.BadInput;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The model in a Hugging Face folder: its layout as the configuration tells it, checked. */
record FolderModel(Path folder, ConfigTree config, StoredWeights weights, Layout layout) {
  private static final double STANDARD_THETA = 10_000;

  static FolderModel in(Path folder) {
    ConfigTree config = ConfigTree.in(folder.resolve("config.json"));
    Family family =
        Family.ofModelType(config.file(), config.tree().path("model_type").asText("llama"));
    StoredWeights weights = StoredWeights.in(folder);
    Layout layout =
        new Layout(
            family,
            shape(config, weights.names().size()),
            family.alwaysBiased()
                || weights.names().contains("model.layers.0.self_attn.q_proj.bias"),
            config.tree().path("tie_word_embeddings").asBoolean(false));
    FolderModel model = new FolderModel(folder, config, weights, layout);
    model.check();
    return model;
  }

  /** The values of a weight in the order of GGUF. */
  float[] values(Weight weight, TensorType as) {
    float[] values = weights.values(weight.huggingFace());
    boolean wide = as == TensorType.F32 || as == TensorType.BF16;
    float most = wide ? Float.MAX_VALUE : 65504;
    for (float value : values) {
      // Written so that a NaN is refused.
      if (!(Math.abs(value) <= most)) {
        throw BadInput.in(
            folder,
            "The weight %s has the value %s, which %s can't hold"
                .formatted(weight.huggingFace(), value, as),
            wide ? "Train the model again" : "Export the model as BF16");
      }
    }
    int rows = Math.toIntExact(weight.dimensions().get(0));
    return weight.pairedHeads() == 0
        ? values
        : new RotaryRows(weight.pairedHeads(), rows).paired(values);
  }

  /** What llama.cpp must know of the model besides its tokenizer. */
  Map<String, Object> metadata() {
    Family family = layout.family();
    Layout.Shape shape = layout.shape();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("block_count", shape.layers());
    keys.put("context_length", context());
    keys.put("embedding_length", shape.hidden());
    keys.put("feed_forward_length", shape.feedForward());
    keys.put("attention.head_count", shape.heads());
    keys.put("attention.head_count_kv", shape.keyValueHeads());
    keys.put("attention.key_length", shape.headSize());
    keys.put("attention.value_length", shape.headSize());
    keys.put("attention.layer_norm_rms_epsilon", config.positive("rms_norm_eps", 1e-6));
    keys.put("rope.dimension_count", shape.headSize());
    keys.put("rope.freq_base", theta());
    if (ropeType().equals("linear")) {
      keys.put("rope.scaling.type", "linear");
      keys.put("rope.scaling.factor", scaling().positive("factor", 1));
    }
    window().ifPresent(window -> keys.put("attention.sliding_window", window));
    keys.put("vocab_size", shape.vocabulary());
    Map<String, Object> metadata = new LinkedHashMap<>();
    keys.forEach((key, value) -> metadata.put(family.key(key), value));
    return metadata;
  }

  /** llama.cpp knows no window here, so the context ends where a window would begin to matter. */
  private int context() {
    int context = config.size("max_position_embeddings", 2048);
    return Math.min(context, window().orElse(context));
  }

  /** The divisors of rotary frequencies, where the model is stretched as Llama 3 is. */
  Optional<float[]> divisors() {
    return ropeType().equals("llama3")
        ? Optional.of(RopeFactors.of(scaling().tree()).divisors(theta(), layout.shape().headSize()))
        : Optional.empty();
  }

  private static Layout.Shape shape(ConfigTree config, int weights) {
    int hidden = config.size("hidden_size");
    int heads = config.size("num_attention_heads");
    int keyValueHeads = config.size("num_key_value_heads", heads);
    int headSize = config.size("head_dim", Math.max(1, hidden / heads));
    int layers = config.size("num_hidden_layers");
    boolean fits = (long) heads * headSize <= Integer.MAX_VALUE && layers <= weights;
    if (!fits || heads % keyValueHeads != 0 || headSize % 2 != 0) {
      throw BadInput.in(
          config.file(),
          "%d layers with %d heads of size %d over %d key and value heads don't fit the weights"
              .formatted(layers, heads, headSize, keyValueHeads),
          "Use the config.json that belongs to these weights");
    }
    return new Layout.Shape(
        config.size("vocab_size"),
        hidden,
        config.size("intermediate_size"),
        layers,
        heads,
        keyValueHeads,
        headSize);
  }

  private void check() {
    String activation = config.tree().path("hidden_act").asText("silu");
    if (!activation.equals("silu")) {
      throw config.refused("hidden_act", activation, "silu");
    }
    if (!Set.of("default", "linear", "llama3").contains(ropeType())) {
      throw config.refused("rope type", ropeType(), "default, linear or llama3");
    }
    Set<String> unknown = new HashSet<>(weights.names());
    for (Weight weight : layout.weights()) {
      List<Long> found = weights.dimensions(weight.huggingFace());
      if (!found.equals(weight.dimensions())) {
        throw BadInput.in(
            folder,
            "The weight %s has the shape %s, but config.json asks for %s"
                .formatted(weight.huggingFace(), found, weight.dimensions()),
            "Use the config.json that belongs to these weights");
      }
      unknown.remove(weight.huggingFace());
    }
    unknown.removeIf(name -> name.equals("lm_head.weight") || name.endsWith("rotary_emb.inv_freq"));
    if (!unknown.isEmpty()) {
      throw BadInput.in(
          folder,
          "The weight %s has no place in GGUF"
              .formatted(unknown.stream().sorted().findFirst().orElseThrow()),
          "Merge adapters into the model first, and take heads off");
    }
  }

  private Optional<Integer> window() {
    boolean used =
        layout.family() == Family.MISTRAL
            || config.tree().path("use_sliding_window").asBoolean(false);
    return used && config.tree().hasNonNull("sliding_window")
        ? Optional.of(config.size("sliding_window"))
        : Optional.empty();
  }

  private float theta() {
    ConfigTree newer = config.inner("rope_parameters");
    return (newer.tree().hasNonNull("rope_theta") ? newer : config)
        .positive("rope_theta", STANDARD_THETA);
  }

  private ConfigTree scaling() {
    return config.inner(
        config.tree().hasNonNull("rope_parameters") ? "rope_parameters" : "rope_scaling");
  }

  private String ropeType() {
    JsonNode scaling = scaling().tree();
    return scaling.path("rope_type").asText(scaling.path("type").asText("default"));
  }
}
