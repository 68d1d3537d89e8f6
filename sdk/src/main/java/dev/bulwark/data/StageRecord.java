package dev.bulwark.data;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a stage's model came about: all that has to be equal for the result to be the same.
 *
 * @param stage its name
 * @param settings its settings, defaults included
 * @param data SHA-256 of its data file
 * @param model SHA-256 of the model folder it started from
 * @param seed of everything that was drawn
 * @param versions of Bulwark, the engine, Java and the platform
 */
@JsonPropertyOrder({"stage", "settings", "data", "model", "seed", "versions"})
public record StageRecord(
    String stage,
    JsonNode settings,
    String data,
    String model,
    long seed,
    Map<String, String> versions) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Name of the file in the stage's folder. */
  public static final String FILE = "stage.json";

  /** The record as indented JSON. */
  public String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of plain values can't be written", e);
    }
  }

  /** The record in a stage's folder; empty where there is none that can be read. */
  public static Optional<String> in(Path folder) {
    try {
      return Optional.of(Files.readString(folder.resolve(FILE)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
