package dev.bulwark.evaluate.reward;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.JsonReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a reward model's raw scores mean; kept beside its weights as {@code calibration.json}.
 *
 * @param mean of the scores of the reference policy's own answers
 * @param deviation of them, by n - 1, 0 or more
 * @param samples how many such answers
 * @param probability of being safe, by score
 */
public record Calibration(
    double mean, double deviation, long samples, SafetyProbability probability) {
  /** Name of the file in a model's folder. */
  public static final String FILE = "calibration.json";

  /** A calibration by the scores of the reference policy's answers, two or more. */
  public static Calibration of(SafetyProbability probability, double... scores) {
    if (scores.length < 2) {
      throw new IllegalArgumentException(
          "The number of scores is " + scores.length + ", but must be at least 2");
    }
    double mean = Arrays.stream(scores).average().orElseThrow();
    double squares = Arrays.stream(scores).map(score -> (score - mean) * (score - mean)).sum();
    double deviation = Math.sqrt(squares / (scores.length - 1));
    return new Calibration(mean, deviation, scores.length, probability);
  }

  /** The calibration in a model's folder; empty where the model is not calibrated. */
  public static Optional<Calibration> in(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    String remedy = "Train the reward model again";
    try {
      Calibration read = RewardJson.MAPPER.readValue(file.toFile(), Calibration.class);
      if (!read.isUsable()) {
        throw BadInput.in(file, "The calibration holds no usable numbers", remedy);
      }
      return Optional.of(read);
    } catch (JsonProcessingException e) {
      throw BadInput.in(file, "The calibration can't be read: " + JsonReason.of(e), remedy);
    } catch (IOException e) {
      throw BadInput.in(file, "The calibration can't be read: " + e.getMessage(), remedy);
    }
  }

  /** Whether its numbers make a finite score of every finite one: no rate is known of a NaN. */
  private boolean isUsable() {
    return Double.isFinite(mean)
        && Double.isFinite(deviation)
        && deviation >= 0
        && samples >= 2
        && Double.isFinite(probability.scale())
        && Double.isFinite(probability.shift());
  }

  /** As indented JSON. */
  public String json() {
    return RewardJson.text(this);
  }

  /** A score in deviations from the reference policy's mean. */
  public double standardised(double score) {
    return (score - mean) / Math.max(deviation, 1e-8);
  }
}
