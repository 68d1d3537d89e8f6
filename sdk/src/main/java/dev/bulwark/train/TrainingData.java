package dev.bulwark.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What is trained on: samples that are fetched when their turn comes, and the order of their turns,
 * which the seed decides.
 *
 * @param <T> a sample
 */
public interface TrainingData<T> {
  /** How many samples an epoch takes. */
  int length();

  /**
   * The samples of one epoch in their order.
   *
   * @param epoch from 0
   * @return indices for {@link #get}, {@code [length]}
   */
  int[] epoch(int epoch);

  /** Fetches a sample. */
  T get(int index);

  /** What to call a sample in a message, such as its file and line. */
  String name(int index);

  /** Samples in memory, shuffled anew for every epoch. */
  static <T> TrainingData<T> shuffled(List<T> samples, long seed) {
    return new TrainingData<>() {
      @Override
      public int length() {
        return samples.size();
      }

      @Override
      public int[] epoch(int epoch) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, samples.size()).boxed().toList());
        Collections.shuffle(order, new Random(seed * 31 + epoch));
        return order.stream().mapToInt(Integer::intValue).toArray();
      }

      @Override
      public T get(int index) {
        return samples.get(index);
      }

      @Override
      public String name(int index) {
        return "sample " + (index + 1);
      }
    };
  }
}
