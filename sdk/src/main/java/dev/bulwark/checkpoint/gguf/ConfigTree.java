package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.checkpoint.FolderFiles;
import dev.bulwark.data.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON file of a model folder, asked for by type. */
record ConfigTree(Path file, JsonNode tree) {
  private static final String REMEDY = "Copy or download the file again";

  static ConfigTree in(Path file) {
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(
          file, "The model folder lacks a file", "Give a folder in the Hugging Face layout");
    }
    try {
      JsonNode tree = new ObjectMapper().readTree(FolderFiles.text(file));
      if (tree.isObject()) {
        return new ConfigTree(file, tree);
      }
    } catch (JacksonException e) {
      throw BadInput.in(file, "The file is not valid JSON: " + e.getOriginalMessage(), REMEDY);
    }
    throw BadInput.in(file, "The file is not a JSON object", REMEDY);
  }

  /** A positive whole number that must be there. */
  int size(String field) {
    JsonNode value = tree.path(field);
    if (!value.isInt() || value.asInt() < 1) {
      throw wrong(field, value, "a positive whole number");
    }
    return value.asInt();
  }

  int size(String field, int standard) {
    return tree.hasNonNull(field) ? size(field) : standard;
  }

  float positive(String field, double standard) {
    JsonNode value = tree.path(field);
    if (!tree.hasNonNull(field)) {
      return (float) standard;
    }
    float number = (float) value.asDouble();
    if (!value.isNumber() || !(number > 0) || Float.isInfinite(number)) {
      throw wrong(field, value, "a positive number");
    }
    return number;
  }

  /** The object in a field, or an empty one. */
  ConfigTree inner(String field) {
    return new ConfigTree(file, tree.path(field));
  }

  BadInput refused(String what, String found, String known) {
    return BadInput.in(
        file,
        "The %s is '%s', which is not supported in GGUF".formatted(what, found),
        "Use a model whose %s is %s".formatted(what, known));
  }

  private BadInput wrong(String field, JsonNode value, String must) {
    return BadInput.in(
        file,
        "%s is %s, but must be %s"
            .formatted(field, value.isMissingNode() ? "missing" : value, must),
        REMEDY);
  }
}
