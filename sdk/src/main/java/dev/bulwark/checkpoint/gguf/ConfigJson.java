package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import java.util.List;

/** The {@code config.json} and {@code generation_config.json} of a GGUF file. */
record ConfigJson(StoredModel model, SpecialTokens special) {
  private static final double STANDARD_THETA = 10_000;

  /** The configuration for weights that are stored in a type of PyTorch's name. */
  ObjectNode config(String dtype) {
    Layout layout = model.layout();
    Family family = layout.family();
    Metadata metadata = model.file().metadata();
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.putArray("architectures").add(family.className());
    config.put("model_type", family.modelType());
    sizes(config, layout.shape());
    config.put("hidden_act", "silu");
    config.put("max_position_embeddings", metadata.size(family.key("context_length")));
    config.put("rms_norm_eps", epsilon(family, metadata));
    config.put("rope_theta", theta(family, metadata));
    scaling(config, family, metadata);
    window(config, family, metadata);
    if (family.biasesOutput()) {
      config.put("attention_bias", layout.biased());
      config.put("mlp_bias", false);
    }
    config.put("tie_word_embeddings", layout.tied());
    config.put("torch_dtype", dtype);
    ids(config);
    return config;
  }

  ObjectNode generation() {
    ObjectNode generation = new ObjectMapper().createObjectNode();
    ids(generation);
    return generation;
  }

  private static void sizes(ObjectNode config, Layout.Shape shape) {
    config.put("vocab_size", shape.vocabulary());
    config.put("hidden_size", shape.hidden());
    config.put("intermediate_size", shape.feedForward());
    config.put("num_hidden_layers", shape.layers());
    config.put("num_attention_heads", shape.heads());
    config.put("num_key_value_heads", shape.keyValueHeads());
    config.put("head_dim", shape.headSize());
  }

  private void scaling(ObjectNode config, Family family, Metadata metadata) {
    Tensor factors = model.file().tensors().get(RopeFactors.TENSOR);
    String type = metadata.text(family.key("rope.scaling.type")).orElse("none");
    if (factors != null) {
      config.set("rope_scaling", llama3(factors, theta(family, metadata)).json());
    } else if (type.equals("linear")) {
      config
          .putObject("rope_scaling")
          .put("rope_type", "linear")
          .put("factor", metadata.positive(family.key("rope.scaling.factor")).orElse(1));
    } else if (!type.equals("none")) {
      throw BadInput.in(
          metadata.file(),
          "The rope type is '%s', which is not supported".formatted(type),
          "Use a model whose rope type is 'none', 'linear' or Llama 3's");
    }
  }

  private RopeFactors llama3(Tensor factors, double theta) {
    boolean fits =
        factors.dimensions().equals(List.of((long) model.layout().shape().headSize() / 2));
    return (fits
            ? RopeFactors.of(model.file().read(factors), theta)
            : java.util.Optional.<RopeFactors>empty())
        .orElseThrow(
            () ->
                BadInput.in(
                    model.file().metadata().file(),
                    "The tensor %s does not stretch frequencies as Llama 3 does"
                        .formatted(RopeFactors.TENSOR),
                    "Use the model's Hugging Face folder instead"));
  }

  private static void window(ObjectNode config, Family family, Metadata metadata) {
    if (family == Family.MISTRAL) {
      config.put("sliding_window", metadata.size(family.key("attention.sliding_window")));
    } else if (!family.pairsRows()) {
      config.put("use_sliding_window", false);
    }
  }

  private static double epsilon(Family family, Metadata metadata) {
    String key = family.key("attention.layer_norm_rms_epsilon");
    return metadata
        .positive(key)
        .orElseThrow(() -> Cursor.broken(metadata.file(), key + " is missing"));
  }

  private static double theta(Family family, Metadata metadata) {
    return metadata.positive(family.key("rope.freq_base")).orElse(STANDARD_THETA);
  }

  private void ids(ObjectNode to) {
    special.bos().ifPresent(id -> to.put("bos_token_id", id));
    if (special.stops().size() == 1) {
      to.put("eos_token_id", special.stops().get(0));
    } else if (!special.stops().isEmpty()) {
      special.stops().forEach(to.putArray("eos_token_id")::add);
    }
    special.pad().ifPresent(id -> to.put("pad_token_id", id));
  }
}
