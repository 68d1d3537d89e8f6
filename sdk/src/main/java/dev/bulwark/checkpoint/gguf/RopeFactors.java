package dev.bulwark.checkpoint.gguf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The stretching of low rotary frequencies of Llama 3.1 and later: four numbers in a {@code
 * config.json}, one divisor per frequency in GGUF's {@code rope_freqs.weight}.
 *
 * @param factor divisor of the lowest frequencies
 * @param low below so many turns over the original context a frequency is divided in full
 * @param high above so many it stays
 * @param context tokens of the original context
 */
record RopeFactors(double factor, double low, double high, long context) {
  static final String TENSOR = "rope_freqs.weight";
  private static final double EXACT = 1e-5;

  /** The divisors {@code [headSize / 2]}. */
  float[] divisors(double theta, int headSize) {
    float[] divisors = new float[headSize / 2];
    for (int i = 0; i < divisors.length; i++) {
      double turns = context * Math.pow(theta, -2.0 * i / headSize) / (2 * Math.PI);
      double kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
      divisors[i] = (float) (1 / ((1 - kept) / factor + kept));
    }
    return divisors;
  }

  /** The four numbers that give such divisors; Llama's low and high are 1 and 4. */
  static Optional<RopeFactors> of(float[] divisors, double theta) {
    float factor = divisors[divisors.length - 1];
    for (long context = 8192; context >= 16; context /= 2) {
      RopeFactors candidate = new RopeFactors(factor, 1, 4, context);
      if (candidate.gives(divisors, theta)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private boolean gives(float[] divisors, double theta) {
    float[] own = divisors(theta, divisors.length * 2);
    for (int i = 0; i < own.length; i++) {
      // Written so that a NaN differs.
      if (!(Math.abs(own[i] - divisors[i]) <= EXACT * own[i])) {
        return false;
      }
    }
    return true;
  }

  /** The numbers of a {@code rope_scaling} of type llama3. */
  static RopeFactors of(JsonNode scaling) {
    return new RopeFactors(
        scaling.path("factor").asDouble(8),
        scaling.path("low_freq_factor").asDouble(1),
        scaling.path("high_freq_factor").asDouble(4),
        scaling.path("original_max_position_embeddings").asLong(8192));
  }

  ObjectNode json() {
    return new ObjectMapper()
        .createObjectNode()
        .put("rope_type", "llama3")
        .put("factor", factor)
        .put("low_freq_factor", low)
        .put("high_freq_factor", high)
        .put("original_max_position_embeddings", context);
  }
}
