package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.FolderFiles;
import dev.bulwark.checkpoint.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tokenizer of a model folder as llama.cpp's metadata. */
final class TokenizerMetadata {
  private static final String PREFIX = "tokenizer.ggml.";

  private final Path folder;
  private final ModelConfig config;
  private final ConfigTree tokenizerConfig;
  private final TokenizerTree tokenizer;

  TokenizerMetadata(Path folder, ModelConfig config, int rows) {
    this.folder = folder;
    this.config = config;
    this.tokenizerConfig = ConfigTree.in(folder.resolve("tokenizer_config.json"));
    this.tokenizer = new TokenizerTree(ConfigTree.in(folder.resolve("tokenizer.json")), rows);
  }

  Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    tokenizer.vocabulary().forEach((key, value) -> all.put(PREFIX + key, value));
    List<Integer> around = tokenizer.around();
    boolean begins = !around.isEmpty() && around.get(0) >= 0;
    boolean ends = around.size() > 1 && around.get(around.size() - 1) >= 0;
    id(all, "bos_token_id", begins ? around.get(0) : named("bos_token"));
    List<Integer> stops = stops();
    id(all, "eos_token_id", stops.isEmpty() ? -1 : stops.get(0));
    // Named in any case, so that no reader guesses a second one by its text.
    id(all, "eot_token_id", stops.isEmpty() ? -1 : stops.get(Math.min(1, stops.size() - 1)));
    id(all, "unknown_token_id", named("unk_token"));
    id(all, "padding_token_id", named("pad_token"));
    all.put(PREFIX + "add_bos_token", begins);
    all.put(PREFIX + "add_eos_token", ends);
    String template = template();
    if (!template.isBlank()) {
      all.put("tokenizer.chat_template", template);
    }
    return all;
  }

  /** The tokenizer's own EOS, then the others that end an answer. */
  private List<Integer> stops() {
    Set<Integer> stops = new LinkedHashSet<>();
    stops.add(named("eos_token"));
    config.ends().stream()
        .filter(id -> id == id.intValue())
        .forEach(id -> stops.add(id.intValue()));
    stops.remove(-1);
    return new ArrayList<>(stops);
  }

  /** The id of a token that tokenizer_config.json gives a part, or -1. */
  private int named(String part) {
    JsonNode token = tokenizerConfig.tree().path(part);
    return tokenizer.id(token.isTextual() ? token.asText() : token.path("content").asText(""));
  }

  private static void id(Map<String, Object> to, String key, int id) {
    if (id >= 0) {
      to.put(PREFIX + key, id);
    }
  }

  private String template() {
    Path beside = folder.resolve("chat_template.jinja");
    if (Files.isRegularFile(beside)) {
      return FolderFiles.text(beside);
    }
    JsonNode template = tokenizerConfig.tree().path("chat_template");
    for (JsonNode named : template) {
      if (named.path("name").asText().equals("default")) {
        return named.path("template").asText("");
      }
    }
    return template.asText("");
  }
}
