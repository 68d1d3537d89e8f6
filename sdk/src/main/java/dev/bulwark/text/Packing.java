package dev.bulwark.text;

import java.util.Arrays;
import java.util.List;

/**
 * Sequences laid one after the other, without padding, in the form the decoder takes.
 *
 * <p>They are ordered by length, so that equally long ones can share one attention call; positions
 * start again at 0 in each, and none sees another. Sequences that begin alike, such as the answers
 * to one prompt, can have their first tokens in common: these are laid and worked on once, and each
 * sequence sees them and its own.
 *
 * @param ids token ids of all sequences, {@code [n]}
 * @param positions place of each token in its own sequence, {@code [n]}
 * @param runs rows of four numbers, {@code [r * 4]}: how many sequences, of which length, then
 *     where the first tokens of a sequence stand that it has in common with an earlier one, and how
 *     many these are; a run with such tokens is one sequence
 * @param where indices into {@code ids} whose next token is to be predicted, {@code [k]}
 * @param labels those next tokens, {@code [k]}
 * @param order which sequence of the input stands where in this packing
 * @param learned how many labels each sequence has, in the packing's order
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the engine as they are
public record Packing(
    long[] ids,
    long[] positions,
    long[] runs,
    long[] where,
    long[] labels,
    List<Integer> order,
    List<Integer> learned) {
  /** Numbers of a run. */
  public static final int RUN = 4;

  /** Packs sequences; {@link Encoded#learned} decides what is predicted. */
  public static Packing of(List<Encoded> sequences) {
    return Packer.pack(sequences.stream().map(List::of).toList());
  }

  /**
   * Packs groups of sequences; those of a group have their first tokens in common. The input's
   * order is that of the groups, then of the sequences in them.
   */
  public static Packing sharing(List<List<Encoded>> groups) {
    return Packer.pack(groups);
  }

  /** Where each sequence ends in {@code ids}, {@code [sequences]}, in the packing's order. */
  public long[] lasts() {
    long[] lasts = new long[order.size()];
    int sequence = 0;
    long end = 0;
    for (int run = 0; run < runs.length; run += RUN) {
      for (int i = 0; i < runs[run]; i++) {
        end += runs[run + 1] - runs[run + 3];
        lasts[sequence++] = end - 1;
      }
    }
    return lasts;
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
    int from = 0;
    for (int i = 0; i < unpacked.length; i++) {
      int to = from + learned.get(i);
      unpacked[order.get(i)] = Arrays.copyOfRange(values, from, to);
      from = to;
    }
    return unpacked;
  }

  /** The way back of {@link #unpackedLabels}. */
  public double[] packedLabels(double[][] values) {
    return order.stream().flatMapToDouble(index -> Arrays.stream(values[index])).toArray();
  }
}
