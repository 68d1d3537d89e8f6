package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;

/**
 * A {@code tokenizer.json} taken apart: tokens by id with their kinds, merges, what stands around.
 */
final class TokenizerTree {
  private static final String BYTE_PIECE = "<0x[0-9A-F]{2}>";

  private final ConfigTree file;
  private final List<String> tokens;
  private final List<Integer> kinds;
  private final Map<String, Integer> ids = new HashMap<>();

  TokenizerTree(ConfigTree file, int rows) {
    this.file = file;
    JsonNode model = file.tree().path("model");
    if (!model.path("type").asText().equals("BPE")) {
      throw file.refused("tokenizer model", model.path("type").asText("none"), "BPE");
    }
    tokens = new ArrayList<>(Collections.nCopies(rows, ""));
    kinds = new ArrayList<>(Collections.nCopies(rows, Vocabulary.UNUSED));
    model.path("vocab").properties().forEach(entry -> put(entry.getKey(), entry.getValue()));
    for (JsonNode added : file.tree().path("added_tokens")) {
      boolean special = added.path("special").asBoolean(false);
      String text = added.path("content").asText();
      put(text, added.path("id"), special ? Vocabulary.CONTROL : Vocabulary.USER_DEFINED);
    }
    Integer unknown = ids.get(model.path("unk_token").asText(""));
    if (isSentencePiece() && unknown != null) {
      kinds.set(unknown, Vocabulary.UNKNOWN);
    }
    fill(tokens);
  }

  /** Gives rows without a token the name that llama.cpp's converter gives them. */
  private static void fill(List<String> tokens) {
    ListIterator<String> all = tokens.listIterator();
    while (all.hasNext()) {
      int id = all.nextIndex();
      if (all.next().isEmpty()) {
        all.set(Vocabulary.filler(id));
      }
    }
  }

  private void put(String text, JsonNode number) {
    boolean isByte = isSentencePiece() && text.matches(BYTE_PIECE);
    put(text, number, isByte ? Vocabulary.BYTE : Vocabulary.NORMAL);
  }

  private void put(String text, JsonNode number, int kind) {
    int id = number.asInt(-1);
    boolean taken = id >= 0 && id < tokens.size() && !tokens.get(id).isEmpty();
    if (id < 0 || id >= tokens.size() || (taken && !tokens.get(id).equals(text))) {
      throw BadInput.in(
          file.file(),
          "The token '%s' has the id %s, which is taken or beyond the embedding's %d rows"
              .formatted(text, number, tokens.size()),
          "Use the tokenizer that belongs to this model");
    }
    tokens.set(id, text);
    kinds.set(id, kind);
    ids.put(text, id);
  }

  /** The id of a token, or -1. */
  int id(String text) {
    return ids.getOrDefault(text, -1);
  }

  /** What llama.cpp needs to cut texts into tokens, without the keys' prefix. */
  Map<String, Object> vocabulary() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    List<String> merges = merges();
    if (isSentencePiece()) {
      metadata.put("model", Vocabulary.PIECES);
      metadata.put("pre", "default");
      metadata.put("add_space_prefix", addsPrefix());
      metadata.put("tokens", tokens);
      metadata.put("scores", new MergeScores(file, tokens, kinds).of(merges));
      metadata.put("token_type", kinds);
    } else {
      metadata.put("model", Vocabulary.BYTE_LEVEL);
      metadata.put("pre", pre().gguf());
      metadata.put("add_space_prefix", false);
      metadata.put("tokens", tokens);
      metadata.put("token_type", kinds);
      metadata.put("merges", merges);
    }
    return metadata;
  }

  /** Ids of the template around a text, -1 standing for the text. */
  List<Integer> around() {
    List<Integer> around = new ArrayList<>();
    JsonNode template = template(file.tree().path("post_processor"));
    for (JsonNode part : template.path("single")) {
      around.add(part.has("Sequence") ? -1 : id(part.path("SpecialToken").path("id").asText()));
    }
    return around;
  }

  private static JsonNode template(JsonNode processor) {
    for (JsonNode step : processor.path("processors")) {
      if (step.path("type").asText().equals("TemplateProcessing")) {
        return step;
      }
    }
    return processor;
  }

  private boolean isSentencePiece() {
    return file.tree().path("model").path("byte_fallback").asBoolean(false);
  }

  private List<String> merges() {
    List<String> merges = new ArrayList<>();
    for (JsonNode merge : file.tree().path("model").path("merges")) {
      merges.add(
          merge.isArray() ? merge.path(0).asText() + " " + merge.path(1).asText() : merge.asText());
    }
    return merges;
  }

  private PreTokenizer pre() {
    String normalizer = file.tree().path("normalizer").path("type").asText("none");
    if (!normalizer.equals("none") && !normalizer.equals("NFC")) {
      throw file.refused("normalizer", normalizer, "none or NFC");
    }
    JsonNode described = file.tree().path("pre_tokenizer");
    return PreTokenizer.of(described)
        .orElseThrow(
            () ->
                file.refused(
                    "pre_tokenizer",
                    described.path("type").asText("none"),
                    "that of GPT-2, SmolLM, Llama 3 or Qwen 2"));
  }

  /** Whether a space is put before a text: by a normalizer, or by Metaspace. */
  private boolean addsPrefix() {
    JsonNode pre = file.tree().path("pre_tokenizer");
    if (pre.path("type").asText().equals("Metaspace")) {
      String scheme = pre.path("prepend_scheme").asText("always");
      if (scheme.equals("first")) {
        throw file.refused("prepend_scheme", scheme, "always or never");
      }
      return scheme.equals("always");
    }
    JsonNode normalizer = file.tree().path("normalizer");
    Iterable<JsonNode> steps =
        normalizer.has("normalizers") ? normalizer.path("normalizers") : List.of(normalizer);
    boolean prepends = false;
    for (JsonNode step : steps) {
      prepends |= step.path("type").asText().equals("Prepend");
    }
    return prepends;
  }
}
