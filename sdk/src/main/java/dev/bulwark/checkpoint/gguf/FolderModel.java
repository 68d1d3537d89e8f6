package dev.bulwark.checkpoint.gguf;

import dev.bulwark.checkpoint.ModelConfig;
import dev.bulwark.checkpoint.StoredWeights;
import dev.bulwark.checkpoint.gguf.Layout.Weight;
import dev.bulwark.data.BadInput;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Rotary;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The model in a Hugging Face folder: its layout as the configuration tells it, checked. */
record FolderModel(Path folder, ModelConfig config, StoredWeights weights, Layout layout) {

  static FolderModel in(Path folder) {
    ModelConfig config = ModelConfig.in(folder);
    DecoderShape shape = config.shape();
    StoredWeights weights = StoredWeights.in(folder).fitting(shape);
    Layout layout = new Layout(new Architecture(config.family()), shape);
    FolderModel model = new FolderModel(folder, config, weights, layout);
    model.check();
    return model;
  }

  /** The values of a weight in the order of GGUF. */
  float[] values(Weight weight, TensorType as) {
    float[] values = weights.values(weight.spec().name());
    boolean wide = as == TensorType.F32 || as == TensorType.BF16;
    float most = wide ? Float.MAX_VALUE : 65504;
    for (float value : values) {
      // Written so that a NaN is refused.
      if (!(Math.abs(value) <= most)) {
        throw BadInput.in(
            folder,
            "The weight %s has the value %s, which %s can't hold"
                .formatted(weight.spec().name(), value, as),
            wide ? "Train the model again" : "Export the model as BF16");
      }
    }
    int rows = Math.toIntExact(weight.spec().dimensions().get(0));
    return weight.pairedHeads() == 0
        ? values
        : new RotaryRows(weight.pairedHeads(), rows).paired(values);
  }

  /** What llama.cpp must know of the model besides its tokenizer. */
  Map<String, Object> metadata() {
    DecoderShape shape = layout.shape();
    DecoderShape.Attention attention = shape.attention();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("block_count", shape.layers());
    keys.put("context_length", context(attention));
    keys.put("embedding_length", shape.hidden());
    keys.put("feed_forward_length", shape.feedForward());
    keys.put("attention.head_count", attention.heads());
    keys.put("attention.head_count_kv", attention.keyValueHeads());
    keys.put("attention.key_length", attention.headSize());
    keys.put("attention.value_length", attention.headSize());
    keys.put("attention.layer_norm_rms_epsilon", single("rms_norm_eps", shape.epsilon()));
    keys.put("rope.dimension_count", attention.headSize());
    keys.put("rope.freq_base", single("rope_theta", attention.rotary().theta()));
    if (attention.rotary().scaling() instanceof Rotary.Linear linear) {
      keys.put("rope.scaling.type", "linear");
      keys.put("rope.scaling.factor", single("factor", linear.factor()));
    }
    if (attention.sliding().window() > 0) {
      keys.put("attention.sliding_window", attention.sliding().window());
    }
    keys.put("vocab_size", shape.vocabulary());
    Map<String, Object> metadata = new LinkedHashMap<>();
    keys.forEach((key, value) -> metadata.put(layout.architecture().key(key), value));
    return metadata;
  }

  /** llama.cpp knows no window here, so the context ends where a window would begin to matter. */
  private static int context(DecoderShape.Attention attention) {
    int sliding = attention.sliding().window();
    return sliding == 0 ? attention.window() : Math.min(attention.window(), sliding);
  }

  /** The divisors of rotary frequencies, where the model is stretched as Llama 3 is. */
  Optional<float[]> divisors() {
    DecoderShape.Attention attention = layout.shape().attention();
    return attention.rotary().scaling() instanceof Rotary.Llama3
        ? Optional.of(attention.rotary().divisors(attention.headSize()))
        : Optional.empty();
  }

  /** GGUF has these in single precision, where a very small or large number is none. */
  private float single(String field, double value) {
    float single = (float) value;
    if (!(single > 0) || Float.isInfinite(single)) {
      throw BadInput.in(
          folder.resolve("config.json"),
          "%s is %s, but must be a positive number".formatted(field, value),
          "Copy or download the file again");
    }
    return single;
  }

  private void check() {
    Set<String> unknown = new HashSet<>(weights.names());
    layout.weights().forEach(weight -> unknown.remove(weight.spec().name()));
    boolean tied = layout.shape().output() == DecoderShape.Output.TIED;
    unknown.removeIf(
        name -> (tied && name.equals("lm_head.weight")) || name.endsWith("rotary_emb.inv_freq"));
    if (!unknown.isEmpty()) {
      throw BadInput.in(
          folder,
          "The weight %s has no place in GGUF"
              .formatted(unknown.stream().sorted().findFirst().orElseThrow()),
          "Merge adapters into the model first, and take heads off");
    }
  }
}
