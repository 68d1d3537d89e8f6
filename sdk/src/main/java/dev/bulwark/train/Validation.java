package dev.bulwark.train;

import dev.bulwark.data.Require;
import java.util.List;
import java.util.Set;

/**
 * Samples that are kept out of training to see whether it still gains.
 *
 * @param samples the samples; none means that nobody looks
 * @param labels for each sample the groups it belongs to, such as {@code category: unqualified
 *     advice}; the loss is told for each group too
 * @param every steps between two looks, from 1
 * @param patience looks in a row without a gain after which training stops; 0 for never
 * @param <T> a sample
 */
public record Validation<T>(List<T> samples, List<Set<String>> labels, int every, int patience) {

  /** Checks the ranges. */
  public Validation {
    samples = List.copyOf(samples);
    labels = List.copyOf(labels);
    Lengths.same("labels", labels.size(), samples.size());
    Require.that(every >= 1, "every", every, "at least 1");
    Require.that(patience >= 0, "patience", patience, "0 or more");
  }

  /** Nobody looks. */
  public static <T> Validation<T> none() {
    return new Validation<>(List.of(), List.of(), 1, 0);
  }
}
