package dev.bulwark.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a stage's figures went, step by step.
 *
 * @param figures by name, such as {@code loss}, in their order; only what is finite
 */
public record StageMetrics(Map<String, List<Value>> figures) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String STEP = "step";

  /** Name of the file in the stage's folder: one JSON object a step. */
  public static final String FILE = "metrics.jsonl";

  /**
   * A figure at a step.
   *
   * @param step from 1
   * @param value finite
   */
  public record Value(double step, double value) {}

  /** Copies the figures, so that they can't change. */
  public StageMetrics {
    Map<String, List<Value>> copy = new LinkedHashMap<>();
    figures.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    figures = Collections.unmodifiableMap(copy);
  }

  /**
   * The metrics in a stage's folder.
   *
   * @throws BadInput where they are missing or broken
   */
  public static StageMetrics in(Path folder) {
    Path file = folder.resolve(FILE);
    Map<String, List<Value>> figures = new LinkedHashMap<>();
    int number = 0;
    try {
      for (String line : Files.readAllLines(file)) {
        number++;
        add(figures, JSON.readTree(line), number);
      }
    } catch (JsonProcessingException e) {
      throw BadInput.in(
          file,
          "Line " + number + " of the metrics is no JSON",
          "Run the stage again into an empty folder");
    } catch (IOException e) {
      throw BadInput.in(
          file, "The metrics can't be read", "Name a folder that a stage of Bulwark wrote");
    }
    return new StageMetrics(figures);
  }

  private static void add(Map<String, List<Value>> figures, JsonNode line, int number) {
    double step = line.path(STEP).asDouble(number);
    line.properties().stream()
        .filter(field -> !field.getKey().equals(STEP))
        .filter(field -> field.getValue().isNumber())
        .filter(field -> Double.isFinite(field.getValue().doubleValue()))
        .forEach(
            field ->
                figures
                    .computeIfAbsent(field.getKey(), none -> new ArrayList<>())
                    .add(new Value(step, field.getValue().doubleValue())));
  }
}
