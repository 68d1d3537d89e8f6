package dev.bulwark.checkpoint;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.model.DecoderShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the JSON files of a model folder that are not weights. */
final class ModelConfig {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final JsonNode tree;

  private ModelConfig(Path file, JsonNode tree) {
    this.file = file;
    this.tree = tree;
  }

  /** Opens {@code config.json}. */
  static ModelConfig in(Path folder) {
    Path file = folder.resolve("config.json");
    return new ModelConfig(file, json(file));
  }

  /** Reads a JSON object that must be there. */
  static JsonNode json(Path file) {
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
          file,
          "The file is not valid JSON: " + e.getOriginalMessage(),
          "Copy or download it again");
    } catch (IOException e) {
      throw BadInput.in(file, "The file can't be read: " + e.getMessage(), "Make it readable");
    }
  }

  /** The shape of the decoder; what is computed otherwise than here is refused by name. */
  DecoderShape shape() {
    refuse("model_type", tree.path("model_type").asText("llama"), "llama");
    refuse("hidden_act", tree.path("hidden_act").asText("silu"), "silu");
    refuse("attention_bias", tree.path("attention_bias").asText("false"), "false");
    refuse("mlp_bias", tree.path("mlp_bias").asText("false"), "false");
    refuse("rope type", ropeType(), "default");
    int hidden = size("hidden_size");
    int heads = size("num_attention_heads");
    int keyValueHeads =
        tree.hasNonNull("num_key_value_heads") ? size("num_key_value_heads") : heads;
    int headSize = tree.hasNonNull("head_dim") ? size("head_dim") : hidden / heads;
    boolean even = headSize >= 2 && headSize % 2 == 0;
    if (heads % keyValueHeads != 0 || !even || (long) heads * headSize > Integer.MAX_VALUE) {
      throw BadInput.in(
          file,
          "%d heads of size %d can't share %d key and value heads"
              .formatted(heads, headSize, keyValueHeads),
          "Copy or download the file again");
    }
    DecoderShape.Attention attention =
        new DecoderShape.Attention(heads, keyValueHeads, headSize, theta(), window());
    return new DecoderShape(
        size("vocab_size"),
        hidden,
        size("intermediate_size"),
        size("num_hidden_layers"),
        attention,
        positive(tree, "rms_norm_eps", 1e-6),
        tree.path("tie_word_embeddings").asBoolean(false));
  }

  /** Ids that end an answer: of {@code generation_config.json} and of {@code config.json}. */
  Set<Long> stops() {
    Set<Long> stops = new LinkedHashSet<>();
    Path generation = file.resolveSibling("generation_config.json");
    collect(tree.path("eos_token_id"), stops);
    if (Files.isRegularFile(generation)) {
      collect(json(generation).path("eos_token_id"), stops);
    }
    if (stops.isEmpty()) {
      throw BadInput.in(
          file, "The model names no end token", "Add \"eos_token_id\" to config.json");
    }
    return stops;
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

  private int window() {
    return tree.hasNonNull("max_position_embeddings") ? size("max_position_embeddings") : 2048;
  }

  private double theta() {
    JsonNode newer = tree.path("rope_parameters");
    return positive(newer.hasNonNull("rope_theta") ? newer : tree, "rope_theta", 10_000);
  }

  private double positive(JsonNode from, String field, double standard) {
    if (!from.hasNonNull(field)) {
      return standard;
    }
    JsonNode value = from.path(field);
    if (!value.isNumber() || !(value.asDouble() > 0) || Double.isInfinite(value.asDouble())) {
      throw BadInput.in(
          file,
          "%s is %s, but must be a positive number".formatted(field, value),
          "Copy or download the file again");
    }
    return value.asDouble();
  }

  private String ropeType() {
    JsonNode scaling =
        tree.hasNonNull("rope_parameters")
            ? tree.path("rope_parameters")
            : tree.path("rope_scaling");
    String older = scaling.path("type").asText("default");
    return scaling.path("rope_type").asText(older);
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
