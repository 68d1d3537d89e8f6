package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelConfig;
import dev.bulwark.data.BadInput;
import java.nio.file.Path;

/** A JSON file of a model folder, with its place for errors. */
record ConfigTree(Path file, JsonNode tree) {
  static ConfigTree in(Path file) {
    return new ConfigTree(file, ModelConfig.json(file));
  }

  BadInput refused(String what, String found, String known) {
    return BadInput.in(
        file,
        "The %s is '%s', which is not supported in GGUF".formatted(what, found),
        "Use a model whose %s is %s".formatted(what, known));
  }
}
