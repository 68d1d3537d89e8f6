package dev.bulwark.checkpoint;

import dev.bulwark.data.BadInput;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The families of models, with what their configurations mean where they say nothing: the defaults
 * of the Hugging Face library, without which a short {@code config.json} would be another model.
 */
enum Family {
  LLAMA(0, 0, 2048),
  MISTRAL(8, 0, 131_072),
  QWEN2(32, 0, 32_768),
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

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String known() {
    return Arrays.stream(values()).map(Family::label).collect(Collectors.joining(", "));
  }
}
