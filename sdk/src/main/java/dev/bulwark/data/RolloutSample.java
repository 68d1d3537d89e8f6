package dev.bulwark.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer that a policy gave while it was trained, and what it was worth.
 *
 * @param iteration that drew it, from 1
 * @param kind what a good answer to the prompt is
 * @param prompt what the user said last
 * @param answer what the policy said
 * @param score by the reward
 */
public record RolloutSample(
    long iteration, Prompt.Kind kind, String prompt, String answer, double score) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .build();

  private static final String REMEDY =
      "Remove the file: nothing but the page of the training needs it";

  /** Name of the file in the stage's folder: one JSON object a sample. */
  public static final String FILE = "rollouts.jsonl";

  /**
   * The samples of a file; none where there is no such file.
   *
   * @throws BadInput where it is broken
   */
  public static List<RolloutSample> in(Path file) {
    List<RolloutSample> samples = new ArrayList<>();
    try {
      for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
        RolloutSample sample = JSON.readValue(line, RolloutSample.class);
        if (sample == null) {
          throw broken(file, samples.size() + 1);
        }
        samples.add(sample);
      }
    } catch (JsonProcessingException e) {
      throw broken(file, samples.size() + 1);
    } catch (CharacterCodingException e) {
      throw BadInput.in(file, "The file is not UTF-8 text", REMEDY);
    } catch (IOException e) {
      throw BadInput.in(file, "The file can't be read: " + e.getMessage(), "Look at its rights");
    }
    return samples;
  }

  private static BadInput broken(Path file, int line) {
    return BadInput.in(file, "Line " + line + " is no sample of a rollout", REMEDY);
  }

  /**
   * Writes samples, whole or not at all.
   *
   * @throws BadInput where the file can't be written
   */
  public static void write(List<RolloutSample> samples, Path file) {
    StringBuilder lines = new StringBuilder();
    samples.forEach(sample -> lines.append(sample.json()).append('\n'));
    WholeFile.write(file, lines.toString());
  }

  private String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of plain values can't be written", e);
    }
  }
}
