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
    if (heads % keyValueHeads != 0 || headSize < 2 || headSize % 2 != 0) {
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
        tree.path("rms_norm_eps").asDouble(1e-6),
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
    if (ids.isIntegralNumber()) {
      stops.add(ids.asLong());
    }
    ids.forEach(id -> stops.add(id.asLong()));
  }

  private int window() {
    return tree.hasNonNull("max_position_embeddings") ? size("max_position_embeddings") : 2048;
  }

  private double theta() {
    JsonNode newer = tree.path("rope_parameters").path("rope_theta");
    return newer.isNumber() ? newer.asDouble() : tree.path("rope_theta").asDouble(10_000);
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
