package dev.bulwark.checkpoint.gguf;

import dev.bulwark.checkpoint.Family;
import dev.bulwark.data.BadInput;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A family as GGUF has it: Mistral is Llama there, with a window. */
record Architecture(Family family) {

  /** The architecture of a GGUF file. */
  static Architecture of(Metadata metadata) {
    String name = metadata.text("general.architecture").orElse("none");
    if (name.equals("llama") && metadata.has("llama.attention.sliding_window")) {
      return new Architecture(Family.MISTRAL);
    }
    return Arrays.stream(Family.values())
        .map(Architecture::new)
        .filter(architecture -> architecture.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                BadInput.in(
                    metadata.file(),
                    "The architecture is '%s', which is not supported in GGUF".formatted(name),
                    "Use a model of one of these: " + known()));
  }

  /** Its name, which its keys begin with. */
  String label() {
    return family == Family.MISTRAL ? Family.LLAMA.label() : family.label();
  }

  /** A key of this architecture. */
  String key(String rest) {
    return label() + "." + rest;
  }

  /**
   * Whether it is Llama's: rows of queries and keys stand in pairs as the original turned them, and
   * the attention's output may have a bias.
   */
  boolean isLlama() {
    return label().equals(Family.LLAMA.label());
  }

  private static String known() {
    return Arrays.stream(Family.values())
        .map(family -> new Architecture(family).label())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
