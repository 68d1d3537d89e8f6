package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@code tokenizer.json} and {@code tokenizer_config.json} of a GGUF file. */
final class TokenizerJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SPACE = "\u2581";
  private static final String PRE = "tokenizer.ggml.pre";

  private final Metadata metadata;
  private final Vocabulary vocabulary;
  private final SpecialTokens special;
  private final Map<String, Integer> ids = new HashMap<>();

  TokenizerJson(Metadata metadata, Vocabulary vocabulary, SpecialTokens special) {
    this.metadata = metadata;
    this.vocabulary = vocabulary;
    this.special = special;
    for (int id = 0; id < vocabulary.size(); id++) {
      Integer before = ids.put(vocabulary.token(id), id);
      if (before != null) {
        throw Cursor.broken(
            metadata.file(), "its tokens %d and %d are the same".formatted(before, id));
      }
    }
  }

  ObjectNode tokenizer() {
    ObjectNode tree = JSON.createObjectNode().put("version", "1.0");
    tree.putNull("truncation");
    tree.putNull("padding");
    ArrayNode added = tree.putArray("added_tokens");
    vocabulary.added().forEach(id -> added.add(added(id)));
    ObjectNode model = JSON.createObjectNode();
    if (vocabulary.isSentencePiece()) {
      pieces(tree, model);
    } else {
      byteLevel(tree, model);
    }
    tree.set("post_processor", postProcessor());
    tree.set("model", model);
    return tree;
  }

  ObjectNode config() {
    ObjectNode config = JSON.createObjectNode();
    special.bos().ifPresent(id -> config.put("bos_token", vocabulary.token(id)));
    special.stops().stream()
        .findFirst()
        .ifPresent(id -> config.put("eos_token", vocabulary.token(id)));
    special.unknown().ifPresent(id -> config.put("unk_token", vocabulary.token(id)));
    special.pad().ifPresent(id -> config.put("pad_token", vocabulary.token(id)));
    metadata
        .text("tokenizer.chat_template")
        .ifPresent(template -> config.put("chat_template", template));
    return config
        .put("clean_up_tokenization_spaces", false)
        .put("tokenizer_class", "PreTrainedTokenizerFast");
  }

  private void byteLevel(ObjectNode tree, ObjectNode model) {
    PreTokenizer pre = pre();
    if (pre.composes()) {
      tree.putObject("normalizer").put("type", "NFC");
    } else {
      tree.putNull("normalizer");
    }
    tree.set("pre_tokenizer", pre.json());
    tree.putObject("decoder")
        .put("type", "ByteLevel")
        .put("add_prefix_space", true)
        .put("trim_offsets", true)
        .put("use_regex", true);
    List<String> merges = metadata.list("tokenizer.ggml.merges", String.class);
    merges.forEach(this::checkMerge);
    model(model, merges).putNull("unk_token");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false).put("ignore_merges", pre.ignoresMerges());
  }

  private void pieces(ObjectNode tree, ObjectNode model) {
    boolean prefixed = metadata.flag("tokenizer.ggml.add_space_prefix", true);
    ArrayNode normalizers =
        tree.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
    if (prefixed) {
      normalizers.addObject().put("type", "Prepend").put("prepend", SPACE);
    }
    replace(normalizers.addObject(), " ", SPACE);
    tree.putNull("pre_tokenizer");
    ArrayNode decoders = tree.putObject("decoder").put("type", "Sequence").putArray("decoders");
    replace(decoders.addObject(), SPACE, " ");
    decoders.addObject().put("type", "ByteFallback");
    decoders.addObject().put("type", "Fuse");
    if (prefixed) {
      decoders.addObject().put("type", "Strip").put("content", " ").put("start", 1).put("stop", 0);
    }
    model(model, new ScoredMerges(vocabulary, ids).all());
    special
        .unknown()
        .ifPresentOrElse(
            id -> model.put("unk_token", vocabulary.token(id)), () -> model.putNull("unk_token"));
    model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
  }

  private ObjectNode model(ObjectNode model, List<String> merges) {
    model.put("type", "BPE").putNull("dropout");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    ObjectNode tokens = model.putObject("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      if (!vocabulary.isFiller(id)) {
        tokens.put(vocabulary.token(id), id);
      }
    }
    ArrayNode rules = model.putArray("merges");
    merges.forEach(rules::add);
    return model;
  }

  private PreTokenizer pre() {
    String name = metadata.text(PRE).orElse("default");
    return PreTokenizer.named(name)
        .orElseThrow(
            () ->
                BadInput.in(
                    metadata.file(),
                    "The pre-tokenizer is '%s', which is not supported".formatted(name),
                    "Use a model whose %s is gpt-2, smollm, llama-bpe or qwen2".formatted(PRE)));
  }

  /** A rule of tokens that don't exist makes the whole tokenizer unreadable later. */
  private void checkMerge(String merge) {
    int space = merge.indexOf(' ');
    boolean known =
        space > 0
            && ids.containsKey(merge.substring(0, space))
            && ids.containsKey(merge.substring(space + 1))
            && ids.containsKey(merge.substring(0, space) + merge.substring(space + 1));
    if (!known) {
      throw Cursor.broken(
          metadata.file(), "its merge '%s' is not one of two tokens to a third".formatted(merge));
    }
  }

  private ObjectNode added(int id) {
    return JSON.createObjectNode()
        .put("id", id)
        .put("content", vocabulary.token(id))
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", !vocabulary.is(id, Vocabulary.USER_DEFINED));
  }

  /** What stands around every text: nothing, a BOS, an EOS or both. */
  private ObjectNode postProcessor() {
    ObjectNode tree = JSON.createObjectNode().put("type", "TemplateProcessing");
    ArrayNode single = tree.putArray("single");
    ArrayNode pair = tree.putArray("pair");
    ObjectNode named = tree.putObject("special_tokens");
    boolean bosByDefault =
        vocabulary.isSentencePiece()
            || (!metadata.has("tokenizer.ggml.add_bos_token") && pre().ignoresMerges());
    for (String text : List.of("A", "B")) {
      ArrayNode sequence = JSON.createArrayNode();
      if (metadata.flag("tokenizer.ggml.add_bos_token", bosByDefault)) {
        special.bos().ifPresent(id -> token(sequence, named, id));
      }
      sequence.addObject().putObject("Sequence").put("id", text).put("type_id", 0);
      if (metadata.flag("tokenizer.ggml.add_eos_token", false)) {
        special.stops().stream().findFirst().ifPresent(id -> token(sequence, named, id));
      }
      pair.addAll(sequence);
      if (text.equals("A")) {
        single.addAll(sequence);
      }
    }
    return tree;
  }

  private void token(ArrayNode sequence, ObjectNode named, int id) {
    String text = vocabulary.token(id);
    sequence.addObject().putObject("SpecialToken").put("id", text).put("type_id", 0);
    ObjectNode entry = named.putObject(text).put("id", text);
    entry.putArray("ids").add(id);
    entry.putArray("tokens").add(text);
  }

  private static void replace(ObjectNode step, String from, String to) {
    step.put("type", "Replace").putObject("pattern").put("String", from);
    step.put("content", to);
  }
}
