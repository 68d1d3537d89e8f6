package dev.bulwark.evaluate.reward;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bulwark.evaluate.statistics.Interval;
import dev.bulwark.evaluate.statistics.Wilson;
import java.util.OptionalDouble;

/**
 * So many of so many, with Wilson's 95 % interval of the rate.
 *
 * @param hits how many, 0 or more; a draw counts as half a hit
 * @param n of how many; of none the rate is unknown
 */
@JsonIgnoreProperties(
    value = {"rate", "lower", "upper"},
    allowGetters = true)
public record Share(double hits, long n) {
  private static final double CONFIDENCE = 0.95;

  /** Nothing seen yet. */
  public static final Share NONE = new Share(0, 0);

  /** With one more. */
  Share and(double hit) {
    return new Share(hits + hit, n + 1);
  }

  /** The rate, in [0, 1]; empty of none. */
  @JsonProperty("rate")
  public OptionalDouble rate() {
    return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(hits / n);
  }

  /** Lower end of the interval; 0 of none. */
  @JsonProperty("lower")
  public double lower() {
    return interval().lower();
  }

  /** Upper end of the interval; 1 of none. */
  @JsonProperty("upper")
  public double upper() {
    return interval().upper();
  }

  private Interval interval() {
    return n == 0 ? new Interval(0, 1) : Wilson.twoSided(hits, (double) n, CONFIDENCE);
  }
}
