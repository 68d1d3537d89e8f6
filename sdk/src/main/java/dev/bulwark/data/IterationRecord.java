package dev.bulwark.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the model of one iteration of tuning is worth on held-out prompts; kept as {@code
 * iteration.json}.
 *
 * @param model hash of the model
 * @param scores by what was scored and by whom
 */
public record IterationRecord(String model, List<Score> scores) {
  /** Name of the file. */
  public static final String FILE = "iteration.json";

  private static final JsonMapper JSON = new JsonMapper();

  /** Copies the scores, so that the value can't change. */
  public IterationRecord {
    scores = List.copyOf(scores);
  }

  /**
   * The scores of one model's answers by one reward.
   *
   * @param of what is scored: {@code safety} or {@code helpfulness}
   * @param by who scores: {@code tuning} for the reward that the policy is tuned by, {@code judge}
   *     for one that did not tune it
   * @param reward hash of the reward; scores of different hashes don't compare
   * @param answers how many
   * @param mean over all
   * @param lowest mean of the lowest tenth, at least one answer: the long tail (paper §4.2.3)
   */
  public record Score(
      String of, String by, String reward, int answers, double mean, double lowest) {}

  /**
   * Reads the record in a folder.
   *
   * @throws BadInput where it is missing or broken
   */
  public static IterationRecord in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw BadInput.in(folder, "The iteration has no " + FILE, "Run the tuning again");
    }
    try {
      return JSON.readValue(Files.readString(file), IterationRecord.class);
    } catch (JacksonException e) {
      throw BadInput.in(
          file, "The iteration can't be read: " + JsonReason.of(e), "Run the tuning again");
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    }
  }

  /** As indented JSON. */
  public String json() {
    return JSON.valueToTree(this).toPrettyString() + "\n";
  }
}
