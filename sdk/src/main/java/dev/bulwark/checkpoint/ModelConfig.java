package dev.bulwark.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.JsonReason;
import dev.bulwark.model.DecoderShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the JSON files of a model folder that are not weights. */
public final class ModelConfig {
  private static final int MOST_TOKENS = 8_000_000;

  /** A real file stays far below; beyond, a list of nothings would fill the memory. */
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build())
              .build());

  // What Mistral's and Qwen's configurations mean where they say nothing.
  private static final int SLIDING_WINDOW = 4096;
  private static final int MAX_WINDOW_LAYERS = 28;

  private final Path file;
  private final JsonNode tree;

  private ModelConfig(Path file, JsonNode tree) {
    this.file = file;
    this.tree = tree;
  }

  /** Opens {@code config.json}. */
  public static ModelConfig in(Path folder) {
    Path file = folder.resolve("config.json");
    return new ModelConfig(file, json(file));
  }

  /** Reads a JSON object that must be there. */
  public static JsonNode json(Path file) {
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(
          file, "The model folder lacks a file", "Give a folder in the Hugging Face layout");
    }
    try {
      JsonNode tree = JSON.readTree(file.toFile());
      if (tree.isObject()) {
        return tree;
      }
      throw BadInput.in(file, "The file is not a JSON object", "Copy or download it again");
    } catch (JacksonException e) {
      throw BadInput.in(
          file, "The file is not valid JSON: " + JsonReason.of(e), "Copy or download it again");
    } catch (IOException e) {
      throw BadInput.in(file, "The file can't be read: " + e.getMessage(), "Make it readable");
    }
  }

  /** The family that its {@code model_type} names. */
  public Family family() {
    return Family.named(tree.path("model_type").asText("llama"), file);
  }

  /** The shape of the decoder; what is computed otherwise than here is refused by name. */
  public DecoderShape shape() {
    refuse("hidden_act", tree.path("hidden_act").asText("silu"), "silu");
    refuse("mlp_bias", tree.path("mlp_bias").asText("false"), "false");
    refuse("partial_rotary_factor", tree.path("partial_rotary_factor").asText("1.0"), "1.0");
    return new DecoderShape(
        size("vocab_size"),
        size("hidden_size"),
        size("intermediate_size"),
        size("num_hidden_layers"),
        attention(family()),
        positive(tree, "rms_norm_eps", 1e-6),
        output());
  }

  /** A reward model is a sequence classifier with one label. */
  private DecoderShape.Output output() {
    boolean classifies =
        tree.path("architectures").path(0).asText("").endsWith("ForSequenceClassification");
    if (!classifies) {
      boolean tied = tree.path("tie_word_embeddings").asBoolean(false);
      return tied ? DecoderShape.Output.TIED : DecoderShape.Output.OWN;
    }
    int labels = tree.has("num_labels") ? size("num_labels") : tree.path("id2label").size();
    refuse("number of labels", String.valueOf(labels), "1");
    return DecoderShape.Output.SCORE;
  }

  private DecoderShape.Attention attention(Family family) {
    int heads = size("num_attention_heads");
    int keyValueHeads = size("num_key_value_heads", family.keyValueHeads, heads);
    int headSize = size("head_dim", family.headSize, size("hidden_size") / heads);
    boolean even = headSize >= 2 && headSize % 2 == 0;
    if (heads % keyValueHeads != 0 || !even || (long) heads * headSize > Integer.MAX_VALUE) {
      throw BadInput.in(
          file,
          "%d heads of size %d can't share %d key and value heads"
              .formatted(heads, headSize, keyValueHeads),
          "Copy or download the file again");
    }
    DecoderShape.Sliding sliding = sliding(family);
    checkLayerTypes(sliding);
    return new DecoderShape.Attention(
        heads,
        keyValueHeads,
        headSize,
        new RotaryConfig(file, tree).rotary(),
        size("max_position_embeddings", family.window, family.window),
        sliding,
        family.traits(tree.path("attention_bias").asBoolean(false)));
  }

  /** Newer configurations also list each layer's kind; a list that says otherwise is refused. */
  private void checkLayerTypes(DecoderShape.Sliding sliding) {
    JsonNode types = tree.path("layer_types");
    for (int layer = 0; layer < types.size(); layer++) {
      boolean slides = sliding.window() > 0 && layer >= sliding.fromLayer();
      refuse(
          "layer_types entry " + layer,
          types.path(layer).asText(),
          slides ? "sliding_attention" : "full_attention");
    }
  }

  /** Mistral slides unless it says null; Qwen only where it says so, and only in upper layers. */
  private DecoderShape.Sliding sliding(Family family) {
    boolean qwen = family == Family.QWEN2 || family == Family.QWEN3;
    boolean slides =
        family == Family.MISTRAL || (qwen && tree.path("use_sliding_window").asBoolean(false));
    if (!slides || tree.path("sliding_window").isNull()) {
      return DecoderShape.Sliding.NONE;
    }
    int window = size("sliding_window", SLIDING_WINDOW, SLIDING_WINDOW);
    int from = qwen ? tree.path("max_window_layers").asInt(MAX_WINDOW_LAYERS) : 0;
    return new DecoderShape.Sliding(window, Math.max(0, from));
  }

  /** The ids that end an answer, of which there must be one. */
  Set<Long> stops() {
    Set<Long> stops = ends();
    if (stops.isEmpty()) {
      throw BadInput.in(
          file, "The model names no end token", "Add \"eos_token_id\" to config.json");
    }
    return stops;
  }

  /** Ids that end an answer: of {@code config.json} and of {@code generation_config.json}. */
  public Set<Long> ends() {
    Set<Long> ends = new LinkedHashSet<>();
    Path generation = file.resolveSibling("generation_config.json");
    collect(tree.path("eos_token_id"), ends);
    if (Files.isRegularFile(generation)) {
      collect(json(generation).path("eos_token_id"), ends);
    }
    return ends;
  }

  private static void collect(JsonNode ids, Set<Long> stops) {
    Iterable<JsonNode> all = ids.isArray() ? ids : List.of(ids);
    all.forEach(
        id -> {
          if (id.isIntegralNumber()) {
            stops.add(id.asLong());
          }
        });
  }

  private double positive(JsonNode from, String field, double standard) {
    return new RotaryConfig(file, from).positive(from, field, standard);
  }

  /** A size that may be absent, which means the family's default, or null, which means derived. */
  private int size(String field, int absent, int derived) {
    if (tree.hasNonNull(field)) {
      return size(field);
    }
    return tree.has(field) || absent == 0 ? derived : absent;
  }

  private int size(String field) {
    JsonNode value = tree.path(field);
    if (!value.isInt() || value.asInt() < 1) {
      throw BadInput.in(
          file,
          "%s is %s, but must be a positive whole number"
              .formatted(field, value.isMissingNode() ? "missing" : value),
          "Copy or download the file again");
    }
    return value.asInt();
  }

  private void refuse(String what, String found, String known) {
    if (!found.equals(known)) {
      throw BadInput.in(
          file,
          "The %s is '%s', which is not supported".formatted(what, found),
          "Use a model whose %s is '%s'".formatted(what, known));
    }
  }
}
