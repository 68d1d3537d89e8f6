package dev.bulwark.checkpoint.gguf;

import dev.bulwark.data.BadInput;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tokens of a file with their kinds.
 *
 * @param model {@code gpt2} for byte-level BPE, {@code llama} for pieces in SentencePiece's way
 */
record Vocabulary(String model, List<String> tokens, List<Long> kinds, List<Float> scores) {
  static final String BYTE_LEVEL = "gpt2";
  static final String PIECES = "llama";
  static final int NORMAL = 1;
  static final int UNKNOWN = 2;
  static final int CONTROL = 3;
  static final int USER_DEFINED = 4;
  static final int UNUSED = 5;
  static final int BYTE = 6;

  /** Reads the vocabulary of a model whose embedding has some rows. */
  static Vocabulary in(Metadata metadata, int rows) {
    String model = metadata.text("tokenizer.ggml.model").orElse("none");
    if (!model.equals(BYTE_LEVEL) && !model.equals(PIECES)) {
      throw BadInput.in(
          metadata.file(),
          "The tokenizer model is '%s', which is not supported".formatted(model),
          "Use a model whose tokenizer is 'gpt2' or 'llama'");
    }
    List<String> tokens = metadata.list("tokenizer.ggml.tokens", String.class);
    List<Long> kinds = metadata.list("tokenizer.ggml.token_type", Long.class);
    List<Float> scores = metadata.list("tokenizer.ggml.scores", Float.class);
    boolean scored = model.equals(BYTE_LEVEL) || scores.size() == tokens.size();
    if (tokens.isEmpty() || tokens.size() > rows || kinds.size() != tokens.size() || !scored) {
      throw Cursor.broken(
          metadata.file(),
          "it has %d tokens, %d kinds and %d scores for an embedding of %d rows"
              .formatted(tokens.size(), kinds.size(), scores.size(), rows));
    }
    return new Vocabulary(model, tokens, kinds, scores);
  }

  boolean isSentencePiece() {
    return model.equals(PIECES);
  }

  int size() {
    return tokens.size();
  }

  String token(int id) {
    return tokens.get(id);
  }

  boolean is(int id, int kind) {
    return kinds.get(id) == kind;
  }

  /** Ids of tokens that steer and are no text. */
  Stream<Integer> controls() {
    return ids(id -> is(id, CONTROL));
  }

  /** Ids of tokens that are found in a text before anything else. */
  Stream<Integer> added() {
    return ids(id -> is(id, CONTROL) || is(id, UNKNOWN) || is(id, USER_DEFINED));
  }

  /** Whether a row was only added to fill the embedding. */
  boolean isFiller(int id) {
    return is(id, UNUSED) && token(id).equals(filler(id));
  }

  /** The name that llama.cpp's converter gives to rows without a token. */
  static String filler(int id) {
    return "[PAD" + id + "]";
  }

  private Stream<Integer> ids(IntPredicate which) {
    return IntStream.range(0, size()).filter(which).boxed();
  }
}
