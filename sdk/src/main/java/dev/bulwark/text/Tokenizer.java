package dev.bulwark.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The tokenizer of a model folder: {@code tokenizer.json}, read by the Hugging Face library. */
public final class Tokenizer implements AutoCloseable {
  private final Path file;
  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(Path file, HuggingFaceTokenizer tokenizer) {
    this.file = file;
    this.tokenizer = tokenizer;
  }

  /**
   * Opens a {@code tokenizer.json}.
   *
   * @throws BadInput where the file is missing or is no tokenizer
   */
  public static Tokenizer in(Path file) {
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(
          file, "The model has no tokenizer", "Put its tokenizer.json into the model folder");
    }
    TokenizerFile.check(file);
    Map<String, String> asWritten =
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
    try {
      return new Tokenizer(file, HuggingFaceTokenizer.newInstance(file, asWritten));
    } catch (IOException | RuntimeException e) {
      throw BadInput.in(
          file,
          "The tokenizer can't be read: " + e.getMessage(),
          "Save it again with the Hugging Face library, as tokenizer.json");
    }
  }

  /** Token ids of a text; special tokens count where the text spells them, none is added. */
  public long[] ids(String text) {
    return encode(text, false).getIds();
  }

  /** Token ids with the special tokens that the tokenizer adds by itself, such as a BOS. */
  public long[] idsWithSpecial(String text) {
    return encode(text, true).getIds();
  }

  /** Token ids with the code points [start, end) of the text that each token stands for. */
  Spans spans(String text) {
    Encoding encoding = encode(text, false);
    CharSpan[] chars = encoding.getCharTokenSpans();
    int[] starts = new int[chars.length];
    int[] ends = new int[chars.length];
    for (int i = 0; i < chars.length; i++) {
      starts[i] = chars[i] == null ? 0 : chars[i].getStart();
      ends[i] = chars[i] == null ? 0 : chars[i].getEnd();
    }
    return new Spans(encoding.getIds(), starts, ends);
  }

  private Encoding encode(String text, boolean special) {
    try {
      return tokenizer.encode(text, special, false);
    } catch (RuntimeException e) {
      throw BadInput.in(
          file,
          "The tokenizer can't cut a text: " + e.getMessage(),
          "Use the tokenizer that belongs to this model");
    }
  }

  /** The text of token ids without the special tokens among them. */
  public String text(long[] ids) {
    return tokenizer.decode(ids, true);
  }

  /** The text of token ids, special tokens spelled out. */
  public String textWithSpecial(long[] ids) {
    return tokenizer.decode(ids, false);
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  /** Token ids and the half-open ranges of code points they cover. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one call
  record Spans(long[] ids, int[] starts, int[] ends) {}
}
