package dev.bulwark.checkpoint.gguf;

import dev.bulwark.data.BadInput;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The families that both formats know, with their names in each. */
enum Family {
  LLAMA("llama", "llama", "LlamaForCausalLM"),
  /** Llama with a sliding window, and nothing but Llama to llama.cpp. */
  MISTRAL("llama", "mistral", "MistralForCausalLM"),
  QWEN2("qwen2", "qwen2", "Qwen2ForCausalLM"),
  QWEN3("qwen3", "qwen3", "Qwen3ForCausalLM");

  private final String architecture;
  private final String modelType;
  private final String className;

  Family(String architecture, String modelType, String className) {
    this.architecture = architecture;
    this.modelType = modelType;
    this.className = className;
  }

  /** The family of a GGUF file. */
  static Family of(Metadata metadata) {
    String name = metadata.text("general.architecture").orElse("none");
    if (name.equals("llama") && metadata.has("llama.attention.sliding_window")) {
      return MISTRAL;
    }
    return Arrays.stream(values())
        .filter(family -> family.architecture.equals(name))
        .findFirst()
        .orElseThrow(() -> refused(metadata.file(), "architecture", name));
  }

  /** The family of a {@code config.json}. */
  static Family ofModelType(Path file, String name) {
    return Arrays.stream(values())
        .filter(family -> family.modelType.equals(name))
        .findFirst()
        .orElseThrow(() -> refused(file, "model_type", name));
  }

  /** The GGUF name, which its keys begin with. */
  String architecture() {
    return architecture;
  }

  /** The Hugging Face name. */
  String modelType() {
    return modelType;
  }

  /** The class of the Hugging Face library. */
  String className() {
    return className;
  }

  /** A key of this family in a GGUF file. */
  String key(String rest) {
    return architecture + "." + rest;
  }

  /** Whether rows of queries and keys stand in pairs as the original Llama turned them. */
  boolean pairsRows() {
    return architecture.equals("llama");
  }

  /** Whether queries, keys and values always have a bias. */
  boolean alwaysBiased() {
    return this == QWEN2;
  }

  /** Whether the output of attention has a bias where its inputs have one. */
  boolean biasesOutput() {
    return pairsRows();
  }

  /** Whether each head's queries and keys pass a norm. */
  boolean normsHeads() {
    return this == QWEN3;
  }

  private static BadInput refused(Path file, String what, String name) {
    String known =
        Arrays.stream(values())
            .map(family -> what.equals("model_type") ? family.modelType : family.architecture)
            .distinct()
            .collect(Collectors.joining(", "));
    return BadInput.in(
        file,
        "The %s is '%s', which is not supported in GGUF".formatted(what, name),
        "Use a model of one of these: " + known);
  }
}
