package dev.bulwark.stage;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.JsonReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The settings of a project in one YAML file, {@code bulwark.yml}: those of each stage and goal
 * under its name.
 *
 * <pre>{@code
 * safety-sft:
 *   optimisation: {epochs: 3}
 *   lora: {rank: 8}
 * evaluate:
 *   sampling: {maxNewTokens: 64}
 * }</pre>
 */
public final class SettingsFile {
  /** The name by which such a file is found. */
  public static final String NAME = "bulwark.yml";

  private static final TreeSet<String> SECTIONS =
      new TreeSet<>(
          List.of(
              "safety-sft",
              "reward-model",
              "rejection-sampling",
              "context-distillation",
              "dpo",
              "evaluate",
              "ghost-attention",
              "grpo",
              "ppo"));
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final JsonNode tree;

  private SettingsFile(Path file, JsonNode tree) {
    this.file = file;
    this.tree = tree;
  }

  /**
   * Reads a file.
   *
   * @throws BadInput for a file that is missing or no YAML, and for a name that no stage has
   */
  public static SettingsFile in(Path file) {
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(file, "There is no such settings file", "Correct the path, or write one");
    }
    try {
      JsonNode tree = YAML.readTree(Files.readString(file));
      return new SettingsFile(file, checked(file, tree));
    } catch (JacksonException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw BadInput.at(
          file, line, "The line is not valid YAML: " + JsonReason.of(e), "Mend the line");
    } catch (IOException e) {
      throw BadInput.in(
          file, "The file can't be read: " + e.getMessage(), "Make it readable, as UTF-8");
    }
  }

  private static JsonNode checked(Path file, JsonNode tree) {
    if (tree.isMissingNode() || tree.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    for (Map.Entry<String, JsonNode> section : tree.properties()) {
      if (!SECTIONS.contains(section.getKey())) {
        throw BadInput.in(
            file,
            "Unknown section '%s', known here are %s"
                .formatted(section.getKey(), String.join(", ", SECTIONS)),
            "Correct the name or remove it");
      }
    }
    if (!tree.isObject() || !tree.properties().stream().allMatch(s -> s.getValue().isObject())) {
      throw BadInput.in(
          file,
          "A section is not a group of settings",
          "Write the name of a stage, such as safety-sft:, and its settings indented below it");
    }
    return tree;
  }

  /** The settings under a stage's or goal's name; none where the file says nothing of it. */
  public SettingsSection section(String name) {
    JsonNode section = tree.path(name);
    return new SettingsSection(
        section.isMissingNode() ? JsonNodeFactory.instance.objectNode() : section,
        file.toString(),
        name);
  }
}
