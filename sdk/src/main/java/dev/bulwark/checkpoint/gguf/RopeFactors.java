package dev.bulwark.checkpoint.gguf;

import dev.bulwark.model.Rotary;
import java.util.Optional;

/**
 * The stretching of low rotary frequencies of Llama 3.1 and later: four numbers in a {@code
 * config.json}, one divisor per frequency in GGUF's {@code rope_freqs.weight}.
 */
final class RopeFactors {
  static final String TENSOR = "rope_freqs.weight";
  private static final double EXACT = 1e-5;

  private RopeFactors() {}

  /** The four numbers that give such divisors; Llama's low and high are 1 and 4. */
  static Optional<Rotary.Llama3> of(float[] divisors, double theta) {
    float factor = divisors[divisors.length - 1];
    for (int context = 8192; context >= 16; context /= 2) {
      Rotary.Llama3 candidate = new Rotary.Llama3(factor, 1, 4, context);
      if (gives(new Rotary(theta, candidate), divisors)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static boolean gives(Rotary candidate, float[] divisors) {
    float[] own = candidate.divisors(divisors.length * 2);
    for (int i = 0; i < own.length; i++) {
      // Written so that a NaN differs.
      if (!(Math.abs(own[i] - divisors[i]) <= EXACT * own[i])) {
        return false;
      }
    }
    return true;
  }
}
