package dev.bulwark.train;

import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What training minimises. One loop serves all stages; they differ in this.
 *
 * @param <T> a sample
 */
public interface Objective<T> {
  /** Tokens of a sample, prompts included. */
  int length(T sample);

  /** The token ids of a sample, in any order, some maybe more than once. */
  LongStream tokens(T sample);

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
