package dev.bulwark.train;

import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.text.Encoded;
import java.util.List;

/**
 * What training minimises. One loop serves all stages; they differ in this.
 *
 * @param <T> a sample
 */
public interface Objective<T> {
  /** The sequences that a sample consists of. */
  List<Encoded> sequences(T sample);

  /** Tokens of a sample, prompts included. */
  default int length(T sample) {
    return sequences(sample).stream().mapToInt(Encoded::length).sum();
  }

  /**
   * Gathers the gradients of a batch's loss and returns the loss. However the batch is cut into
   * parts, the loss is that of the whole.
   *
   * @param tokens most tokens of a part, unless it is one sample
   */
  double gradients(GradientTape tape, List<T> batch, int tokens);

  /**
   * The loss of samples that are not learned from.
   *
   * @param tokens most tokens that are worked on at once
   * @return for each sample its share of the loss and its weight in the mean
   */
  List<Weighted> losses(Decoder decoder, List<T> samples, int tokens);

  /**
   * A sample's loss.
   *
   * @param sum over what is counted, such as learned tokens
   * @param weight how many there are
   */
  record Weighted(double sum, double weight) {
    /** The mean loss of many; NaN of none. */
    public static double mean(List<Weighted> all) {
      double sum = all.stream().mapToDouble(Weighted::sum).sum();
      return sum / all.stream().mapToDouble(Weighted::weight).sum();
    }
  }
}
