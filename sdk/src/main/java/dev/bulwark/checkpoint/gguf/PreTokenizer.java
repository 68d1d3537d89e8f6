package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** How byte-level BPE cuts a text before it merges: {@code tokenizer.ggml.pre}. */
enum PreTokenizer {
  GPT2("gpt-2", ""),
  /** GPT-2's, after every digit has become a word. */
  SMOLLM("smollm", ""),
  LLAMA3("llama-bpe", "\\p{N}{1,3}"),
  QWEN2("qwen2", "\\p{N}");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, PreTokenizer> OTHER_NAMES =
      Map.of(
          "default", GPT2,
          "starcoder", SMOLLM,
          "refact", SMOLLM,
          "command-r", SMOLLM,
          "llama3", LLAMA3,
          "llama-v3", LLAMA3,
          "deepseek-r1-qwen", QWEN2);

  private final String gguf;
  private final String digits;

  PreTokenizer(String gguf, String digits) {
    this.gguf = gguf;
    this.digits = digits;
  }

  static Optional<PreTokenizer> named(String name) {
    return Arrays.stream(values())
        .filter(pre -> pre.gguf.equals(name) || OTHER_NAMES.get(name) == pre)
        .findFirst();
  }

  /** The one that a {@code tokenizer.json} describes. */
  static Optional<PreTokenizer> of(JsonNode described) {
    return Arrays.stream(values()).filter(pre -> pre.isDescribedBy(described)).findFirst();
  }

  /** The name that llama.cpp gives it. */
  String gguf() {
    return gguf;
  }

  /** Whether a word that is a token is not merged from its parts. */
  boolean ignoresMerges() {
    return this == LLAMA3;
  }

  /** Whether the text is brought into Unicode's form C first. */
  boolean composes() {
    return this == QWEN2;
  }

  /** As {@code tokenizer.json} describes it. */
  ObjectNode json() {
    ObjectNode bytes =
        JSON.createObjectNode()
            .put("type", "ByteLevel")
            .put("add_prefix_space", false)
            .put("trim_offsets", true)
            .put("use_regex", digits.isEmpty());
    if (this == GPT2) {
      return bytes;
    }
    ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
    sequence.putArray("pretokenizers").add(first()).add(bytes);
    return sequence;
  }

  private ObjectNode first() {
    if (this == SMOLLM) {
      return JSON.createObjectNode().put("type", "Digits").put("individual_digits", true);
    }
    ObjectNode split = JSON.createObjectNode().put("type", "Split");
    split.putObject("pattern").put("Regex", pattern());
    return split.put("behavior", "Isolated").put("invert", false);
  }

  /** The pattern of Llama 3, which Qwen 2 took over but for the digits. */
  private String pattern() {
    return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|"
        + digits
        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  }

  /** Offsets are no part of it, and a missing prefix space is none. */
  private boolean isDescribedBy(JsonNode described) {
    JsonNode own = json();
    if (this == GPT2) {
      return isSameByteLevel(described, own);
    }
    JsonNode steps = described.path("pretokenizers");
    return described.path("type").asText().equals("Sequence")
        && steps.size() == 2
        && steps.path(0).equals(own.path("pretokenizers").path(0))
        && isSameByteLevel(steps.path(1), own.path("pretokenizers").path(1));
  }

  private static boolean isSameByteLevel(JsonNode described, JsonNode own) {
    return described.path("type").equals(own.path("type"))
        && !described.path("add_prefix_space").asBoolean(true)
        && described.path("use_regex").asBoolean(true) == own.path("use_regex").asBoolean();
  }
}
