package dev.bulwark.checkpoint;

import dev.bulwark.data.BadInput;
import dev.bulwark.model.DecoderShape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The families of models, with what their configurations mean where they say nothing: the defaults
 * of the Hugging Face library, without which a short {@code config.json} would be another model.
 */
public enum Family {
  /** Llama 2 and 3, SmolLM and SmolLM2. */
  LLAMA(0, 0, 2048),
  /** Llama with a sliding window. */
  MISTRAL(8, 0, 131_072),
  /** Qwen 2 and 2.5: queries, keys and values always have a bias. */
  QWEN2(32, 0, 32_768),
  /** Qwen 3: each head's queries and keys pass a norm. */
  QWEN3(32, 128, 32_768);

  /** Key and value heads; 0 means as many as heads. */
  final int keyValueHeads;

  /** Width of a head; 0 means hidden size divided by heads. */
  final int headSize;

  /** Longest sequence. */
  final int window;

  Family(int keyValueHeads, int headSize, int window) {
    this.keyValueHeads = keyValueHeads;
    this.headSize = headSize;
    this.window = window;
  }

  /** The family that a {@code model_type} names. */
  static Family named(String type, Path file) {
    return Arrays.stream(values())
        .filter(family -> family.label().equals(type))
        .findFirst()
        .orElseThrow(
            () ->
                BadInput.in(
                    file,
                    "The model_type is '%s', which is not supported".formatted(type),
                    "Use a model whose model_type is one of " + known()));
  }

  /** Its {@code model_type}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its chat models' class in the Hugging Face library. */
  String className() {
    return name().charAt(0) + label().substring(1) + "ForCausalLM";
  }

  /**
   * What its projections carry besides their matrices.
   *
   * @param attentionBias what its {@code attention_bias} says, which only some families heed
   */
  public DecoderShape.Traits traits(boolean attentionBias) {
    boolean all = attentionBias && heedsAttentionBias();
    return new DecoderShape.Traits(this == QWEN2 || all, all, this == QWEN3);
  }

  boolean heedsAttentionBias() {
    return this == LLAMA || this == QWEN3;
  }

  private static String known() {
    return Arrays.stream(values()).map(Family::label).collect(Collectors.joining(", "));
  }
}
