package dev.bulwark.evaluate.reward;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.JsonReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

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
      Optional<Calibration> read =
          Optional.ofNullable(RewardJson.MAPPER.readValue(file.toFile(), Calibration.class));
      Optional<String> fault = read.map(Calibration::fault).orElse(Optional.of("it is null"));
      if (fault.isPresent()) {
        throw BadInput.in(file, "The calibration is not usable: " + fault.get(), remedy);
      }
      return read;
    } catch (JsonProcessingException e) {
      throw BadInput.in(file, "The calibration can't be read: " + JsonReason.of(e), remedy);
    } catch (IOException e) {
      throw BadInput.in(file, "The calibration can't be read: " + e.getMessage(), remedy);
    }
  }

  /** What keeps it from making a finite score of every finite one: no rate is known of a NaN. */
  private Optional<String> fault() {
    // A file can say null where a record can't.
    if (probability == null) {
      return Optional.of("probability is null");
    }
    if (probability.method() == null) {
      return Optional.of("probability.method is null");
    }
    return Stream.of(
            fault("mean", mean),
            fault("deviation", deviation, Double.isFinite(deviation) && deviation >= 0),
            fault("samples", samples, samples >= 2),
            fault("probability.scale", probability.scale()),
            fault("probability.shift", probability.shift()),
            fault("probability.labelled", probability.labelled(), probability.labelled() >= 0))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> fault(String name, double value) {
    return fault(name, value, Double.isFinite(value));
  }

  private static Optional<String> fault(String name, Number value, boolean fine) {
    return fine ? Optional.empty() : Optional.of(name + " is " + value);
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
