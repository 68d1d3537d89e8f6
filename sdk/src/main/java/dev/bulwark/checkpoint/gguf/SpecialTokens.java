package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tokens with a part to play, by id.
 *
 * @param stops ids that end an answer; the first is the EOS
 */
record SpecialTokens(
    Optional<Integer> bos, Optional<Integer> unknown, Optional<Integer> pad, List<Integer> stops) {

  /** Texts that llama.cpp takes for the end of a turn where a file doesn't name its token. */
  private static final Set<String> TURN_ENDS =
      Set.of("<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>");

  static SpecialTokens in(Metadata metadata, Vocabulary vocabulary) {
    boolean pieces = vocabulary.isSentencePiece();
    Set<Integer> stops = new LinkedHashSet<>();
    id(metadata, vocabulary, "eos", pieces ? 2 : -1).ifPresent(stops::add);
    id(metadata, vocabulary, "eot", -1).ifPresent(stops::add);
    boolean namesTurnEnd =
        metadata.has("tokenizer.ggml.eot_token_id")
            || stops.stream().anyMatch(id -> TURN_ENDS.contains(vocabulary.token(id)));
    if (!namesTurnEnd) {
      vocabulary
          .controls()
          .filter(id -> TURN_ENDS.contains(vocabulary.token(id)))
          .forEach(stops::add);
    }
    return new SpecialTokens(
        id(metadata, vocabulary, "bos", pieces ? 1 : -1),
        id(metadata, vocabulary, "unknown", pieces ? 0 : -1),
        id(metadata, vocabulary, "padding", -1),
        List.copyOf(stops));
  }

  /** Names them as configurations do. */
  ObjectNode addTo(ObjectNode config) {
    bos.ifPresent(id -> config.put("bos_token_id", id));
    if (stops.size() == 1) {
      config.put("eos_token_id", stops.get(0));
    } else if (!stops.isEmpty()) {
      stops.forEach(config.putArray("eos_token_id")::add);
    }
    pad.ifPresent(id -> config.put("pad_token_id", id));
    return config;
  }

  /** The named token, or the one that llama.cpp assumes; -1 is none. */
  private static Optional<Integer> id(
      Metadata metadata, Vocabulary vocabulary, String name, int assumed) {
    String key = "tokenizer.ggml." + name + "_token_id";
    if (!metadata.has(key) && assumed >= 0 && assumed < vocabulary.size()) {
      return Optional.of(assumed);
    }
    return metadata.id(key, vocabulary.size());
  }
}
