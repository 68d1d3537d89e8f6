package dev.bulwark.train;

import dev.bulwark.data.Require;
import java.util.Arrays;

/**
 * The distribution that a token is drawn from: softmax of {@code logits / temperature} over the
 * tokens that are not banned.
 *
 * @param logProbabilities natural, {@code [vocabulary]}; negative infinity where banned
 * @param temperature that of the draw
 */
@SuppressWarnings("ArrayRecordComponent") // a row of the vocabulary
public record Entropy(double[] logProbabilities, double temperature) {

  /**
   * The distribution of one token.
   *
   * @param logits {@code [vocabulary]}; negative infinity where a token is banned
   * @param temperature above 0
   */
  public static Entropy of(double[] logits, double temperature) {
    Require.that(temperature > 0, "temperature", temperature, "above 0");
    double top = Arrays.stream(logits).max().orElse(0) / temperature;
    Require.that(Double.isFinite(top), "The largest logit", top, "finite");
    double sum = Arrays.stream(logits).map(logit -> Math.exp(logit / temperature - top)).sum();
    double all = top + Math.log(sum);
    double[] logs = Arrays.stream(logits).map(logit -> logit / temperature - all).toArray();
    return new Entropy(logs, temperature);
  }

  /** The entropy, in nats, 0 or more; a banned token adds nothing. */
  public double nats() {
    double nats = 0;
    for (double log : logProbabilities) {
      nats -= log == Double.NEGATIVE_INFINITY ? 0 : Math.exp(log) * log;
    }
    return nats;
  }

  /** The entropy and its derivative by the logits, {@code [vocabulary]}; 0 where banned. */
  public Loss loss() {
    double nats = nats();
    double[] gradient =
        Arrays.stream(logProbabilities)
            .map(log -> log == Double.NEGATIVE_INFINITY ? 0 : -Math.exp(log) * (log + nats))
            .map(slope -> slope / temperature)
            .toArray();
    return new Loss(nats, gradient);
  }
}
