package dev.bulwark.data;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The order in which examples of several sources come, epoch by epoch: a function of the seed and
 * of the epoch alone, so that a run that was stopped goes on with the order it would have had.
 *
 * <p>Without weights an epoch holds every used example once. With weights it is as long, but each
 * source has the part that its weight says: one that has more than its size repeats, one that has
 * less goes on in the next epoch where it stopped, and all of its examples come equally often.
 *
 * @param parts the sources; their examples are counted through from 0 in this order
 * @param seed of the shares and of the order
 */
public record Mixture(List<Part> parts, long seed) {
  private static final double ROUNDING = 1e-9;

  /**
   * The examples of one source.
   *
   * @param size how many there are, from 0
   * @param share the part of them that is used, in [0, 1]; rounded up to whole examples
   * @param weight its part of an epoch relative to the others'; given for all parts or for none
   */
  public record Part(int size, double share, OptionalDouble weight) {
    int used() {
      return (int) Math.ceil(share * size - ROUNDING);
    }
  }

  /** Copies the parts, so that the value can't change. */
  public Mixture {
    parts = List.copyOf(parts);
  }

  /** How many examples an epoch has. */
  public int length() {
    return parts.stream().mapToInt(Part::used).sum();
  }

  /**
   * The examples of one epoch in their order.
   *
   * @param epoch from 0
   * @return indices of examples, {@code [length]}
   */
  public int[] epoch(int epoch) {
    int[] counts = counts();
    int[] order = new int[length()];
    int at = 0;
    int offset = 0;
    for (int i = 0; i < counts.length; i++) {
      at = isWeighted() ? draw(i, offset, counts[i], epoch, order, at) : take(i, offset, order, at);
      offset += parts.get(i).size();
    }
    shuffle(order, new Random(seed * 31 + epoch));
    return order;
  }

  private boolean isWeighted() {
    return !parts.isEmpty() && parts.get(0).weight().isPresent();
  }

  /** How many examples of each part an epoch has; largest remainders fill it up. */
  private int[] counts() {
    int[] counts = parts.stream().mapToInt(Part::used).toArray();
    if (!isWeighted()) {
      return counts;
    }
    double[] exact = new double[counts.length];
    double total =
        IntStream.range(0, counts.length)
            .filter(i -> counts[i] > 0)
            .mapToDouble(this::weight)
            .sum();
    int left = length();
    for (int i = 0; i < counts.length; i++) {
      exact[i] = counts[i] == 0 ? 0 : weight(i) / total * length();
      counts[i] = (int) Math.floor(exact[i] + ROUNDING);
      left -= counts[i];
    }
    List<Integer> byRemainder = new ArrayList<>(IntStream.range(0, counts.length).boxed().toList());
    byRemainder.sort((a, b) -> Double.compare(exact[b] - counts[b], exact[a] - counts[a]));
    for (int i = 0; i < left; i++) {
      counts[byRemainder.get(i)]++;
    }
    return counts;
  }

  private double weight(int part) {
    return parts.get(part).weight().orElseThrow();
  }

  /** Writes all used examples of a part. */
  private int take(int part, int offset, int[] order, int at) {
    for (int index : used(part)) {
      order[at++] = offset + index;
    }
    return at;
  }

  /** Writes a part's examples of an epoch: the next ones of one shuffled pass after the other. */
  private int draw(int part, int offset, int count, int epoch, int[] order, int at) {
    int used = parts.get(part).used();
    long next = (long) count * epoch;
    int[] pass = {};
    for (int i = 0; i < count; i++, next++) {
      int place = (int) (next % used);
      if (i == 0 || place == 0) {
        pass = used(part);
        shuffle(pass, random(part, next / used));
      }
      order[at + i] = offset + pass[place];
    }
    return at + count;
  }

  /** The examples of a part that its share leaves, in the order of the part. */
  private int[] used(int part) {
    int[] chosen = IntStream.range(0, parts.get(part).size()).toArray();
    if (parts.get(part).used() == chosen.length) {
      return chosen;
    }
    shuffle(chosen, random(part, -1));
    return IntStream.of(chosen).limit(parts.get(part).used()).sorted().toArray();
  }

  private Random random(int part, long number) {
    return new Random(new Random(seed * 31 + part).nextLong() + number);
  }

  private static void shuffle(int[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }
}
