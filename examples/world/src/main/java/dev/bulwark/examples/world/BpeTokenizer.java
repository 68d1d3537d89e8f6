package dev.bulwark.examples.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.WholeFile;
import java.nio.file.Path;
import java.util.List;

/** A trained tokenizer, written as the files that a Hugging Face model folder has of it. */
public final class BpeTokenizer {
  /** The special tokens; their places are their ids. */
  static final List<String> SPECIAL = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

  private static final String CHAT_TEMPLATE =
      "{% for message in messages %}"
          + "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
          + "{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

  private final List<String> tokens;
  private final List<Merge> merges;

  BpeTokenizer(List<String> tokens, List<Merge> merges) {
    this.tokens = List.copyOf(tokens);
    this.merges = List.copyOf(merges);
  }

  /** The number of tokens. */
  public int vocabulary() {
    return tokens.size();
  }

  /** Writes tokenizer, chat template, special tokens and the ids that end a generation. */
  public void writeTo(Path folder) {
    write(folder.resolve("tokenizer.json"), tokenizer());
    write(folder.resolve("tokenizer_config.json"), configuration());
    write(folder.resolve("special_tokens_map.json"), specialTokens());
    write(
        folder.resolve("generation_config.json"),
        object().put("eos_token_id", 2).put("pad_token_id", 0));
  }

  private static void write(Path file, JsonNode content) {
    WholeFile.write(file, content.toPrettyString() + "\n");
  }

  private ObjectNode tokenizer() {
    ObjectNode root = object().put("version", "1.0");
    root.putNull("truncation").putNull("padding");
    for (int id = 0; id < SPECIAL.size(); id++) {
      root.withArray("/added_tokens").add(special(id));
    }
    root.putNull("normalizer");
    root.set("pre_tokenizer", byteLevel());
    root.putNull("post_processor");
    root.set("decoder", byteLevel());
    root.set("model", model());
    return root;
  }

  private static ObjectNode special(int id) {
    return object()
        .put("id", id)
        .put("content", SPECIAL.get(id))
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  private static ObjectNode byteLevel() {
    return object()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", true);
  }

  private ObjectNode model() {
    ObjectNode model = object().put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.put(tokens.get(id), id);
    }
    merges.forEach(merge -> model.withArray("/merges").add(merge.left() + " " + merge.right()));
    return model;
  }

  private static ObjectNode configuration() {
    ObjectNode configuration = object().put("tokenizer_class", "PreTrainedTokenizerFast");
    configuration.put("add_prefix_space", false).put("clean_up_tokenization_spaces", false);
    configuration.putNull("bos_token");
    return configuration.setAll(
        specialTokens().put("model_max_length", 256).put("chat_template", CHAT_TEMPLATE));
  }

  private static ObjectNode specialTokens() {
    return object().put("eos_token", SPECIAL.get(2)).put("pad_token", SPECIAL.get(0));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
