package dev.bulwark.model;

/**
 * Rotary positions (Su et al., 2021): which frequencies turn the heads.
 *
 * @param theta base of the frequencies, above 0
 * @param scaling how the frequencies are stretched for longer texts
 */
public record Rotary(double theta, Scaling scaling) {

  /** How frequencies are stretched. */
  public sealed interface Scaling permits None, Linear, Llama3 {}

  /** Not at all. */
  public record None() implements Scaling {}

  /**
   * All positions are divided by a factor.
   *
   * @param factor above 0
   */
  public record Linear(double factor) implements Scaling {}

  /**
   * Slow frequencies are divided by a factor, fast ones stay, and those between are mixed (Llama
   * 3.1).
   *
   * @param factor divides the slow ones, above 0
   * @param low waves longer than {@code window / low} are slow
   * @param high waves shorter than {@code window / high} are fast; above {@code low}
   * @param window the window before stretching, in tokens
   */
  public record Llama3(double factor, double low, double high, double window) implements Scaling {}

  /** Unscaled positions. */
  public static Rotary plain(double theta) {
    return new Rotary(theta, new None());
  }

  /** Frequencies {@code theta^(-2i/headSize)}, scaled; {@code [headSize / 2]}. */
  float[] frequencies(int headSize) {
    float[] frequencies = new float[headSize / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) scaled(Math.pow(theta, -2.0 * i / headSize));
    }
    return frequencies;
  }

  /** By how much each frequency is divided, {@code [headSize / 2]}: 1 where it stays. */
  public float[] divisors(int headSize) {
    float[] divisors = new float[headSize / 2];
    for (int i = 0; i < divisors.length; i++) {
      double plain = Math.pow(theta, -2.0 * i / headSize);
      divisors[i] = (float) (plain / scaled(plain));
    }
    return divisors;
  }

  private double scaled(double frequency) {
    if (scaling instanceof Linear linear) {
      return frequency / linear.factor();
    }
    return scaling instanceof Llama3 llama3 ? mixed(frequency, llama3) : frequency;
  }

  private static double mixed(double frequency, Llama3 llama3) {
    double turns = llama3.window() * frequency / (2 * Math.PI);
    double kept = (turns - llama3.low()) / (llama3.high() - llama3.low());
    double share = Math.max(0, Math.min(1, kept));
    return share * frequency + (1 - share) * frequency / llama3.factor();
  }
}
