package dev.bulwark.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Sequences laid one after the other, without padding, in the form the decoder takes.
 *
 * <p>They are ordered by length, so that equally long ones can share one attention call; positions
 * start again at 0 in each, and none sees another.
 *
 * @param ids token ids of all sequences, {@code [n]}
 * @param positions place of each token in its own sequence, {@code [n]}
 * @param runs pairs (how many sequences, of which length), {@code [r * 2]}
 * @param where indices into {@code ids} whose next token is to be predicted, {@code [k]}
 * @param labels those next tokens, {@code [k]}
 * @param order which sequence of the input stands where in this packing
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the engine as they are
public record Packing(
    long[] ids, long[] positions, long[] runs, long[] where, long[] labels, List<Integer> order) {

  /** Packs sequences; {@link Encoded#learned} decides what is predicted. */
  public static Packing of(List<Encoded> sequences) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < sequences.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingInt(i -> sequences.get(i).length()));
    int tokens = sequences.stream().mapToInt(Encoded::length).sum();
    int learned = sequences.stream().mapToInt(Encoded::learnedCount).sum();
    long[] ids = new long[tokens];
    long[] positions = new long[tokens];
    long[] where = new long[learned];
    long[] labels = new long[learned];
    int at = 0;
    int label = 0;
    for (int index : order) {
      Encoded sequence = sequences.get(index);
      for (int i = 0; i < sequence.length(); i++, at++) {
        ids[at] = sequence.ids()[i];
        positions[at] = i;
        if (i > 0 && sequence.learned()[i]) {
          where[label] = at - 1L;
          labels[label++] = ids[at];
        }
      }
    }
    return new Packing(ids, positions, runs(sequences, order), where, labels, List.copyOf(order));
  }

  /** Where each sequence ends in {@code ids}, {@code [sequences]}, in the packing's order. */
  public long[] lasts() {
    List<Long> lasts = new ArrayList<>();
    long end = 0;
    for (int run = 0; run < runs.length; run += 2) {
      for (int i = 0; i < runs[run]; i++) {
        end += runs[run + 1];
        lasts.add(end - 1);
      }
    }
    return lasts.stream().mapToLong(Long::longValue).toArray();
  }

  /** Values of sequences, {@code [sequences]}, from the input's order to the packing's. */
  public double[] packed(double[] values) {
    return order.stream().mapToDouble(index -> values[index]).toArray();
  }

  /** Values of sequences, {@code [sequences]}, from the packing's order to the input's. */
  public double[] unpacked(double[] values) {
    double[] unpacked = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      unpacked[order.get(i)] = values[i];
    }
    return unpacked;
  }

  /**
   * Values of labels, {@code [k]} in the packing's order, as those of each sequence, {@code
   * [sequences][labels of it]} in the input's order.
   */
  public double[][] unpackedLabels(double[] values) {
    double[][] unpacked = new double[order.size()][];
    long[] lasts = lasts();
    int from = 0;
    for (int i = 0; i < lasts.length; i++) {
      int to = from;
      while (to < where.length && where[to] <= lasts[i]) {
        to++;
      }
      unpacked[order.get(i)] = Arrays.copyOfRange(values, from, to);
      from = to;
    }
    return unpacked;
  }

  /** The way back of {@link #unpackedLabels}. */
  public double[] packedLabels(double[][] values) {
    return order.stream().flatMapToDouble(index -> Arrays.stream(values[index])).toArray();
  }

  private static long[] runs(List<Encoded> sequences, List<Integer> order) {
    List<long[]> runs = new ArrayList<>();
    for (int index : order) {
      int length = sequences.get(index).length();
      if (runs.isEmpty() || runs.get(runs.size() - 1)[1] != length) {
        runs.add(new long[] {0, length});
      }
      runs.get(runs.size() - 1)[0]++;
    }
    return runs.stream().flatMapToLong(Arrays::stream).toArray();
  }
}
