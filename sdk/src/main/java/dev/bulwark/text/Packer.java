package dev.bulwark.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** Lays sequences into a {@link Packing}, one after the other. */
final class Packer {
  private final LongStream.Builder ids = LongStream.builder();
  private final LongStream.Builder positions = LongStream.builder();
  private final LongStream.Builder where = LongStream.builder();
  private final LongStream.Builder labels = LongStream.builder();
  private final List<long[]> runs = new ArrayList<>();
  private final List<Integer> order = new ArrayList<>();
  private final List<Integer> learned = new ArrayList<>();
  private int laid;

  private Packer() {}

  /** A sequence and its place in the input. */
  private record Piece(int index, Encoded sequence, Group group) {}

  /** Sequences with first tokens in common, and where these stand once they are laid. */
  private static final class Group {
    final int common;
    int from = -1;

    Group(List<Encoded> sequences) {
      Encoded first = sequences.get(0);
      this.common =
          sequences.size() < 2
              ? 0
              : sequences.stream().skip(1).mapToInt(first::inCommonWith).min().orElse(0);
    }
  }

  static Packing pack(List<List<Encoded>> groups) {
    List<Piece> pieces = new ArrayList<>();
    for (List<Encoded> sequences : groups) {
      Group group = new Group(sequences);
      for (Encoded sequence : sequences) {
        pieces.add(new Piece(pieces.size(), sequence, group));
      }
    }
    pieces.sort(Comparator.comparingInt(piece -> piece.sequence().length()));
    Packer packer = new Packer();
    pieces.forEach(packer::lay);
    return packer.packing();
  }

  private void lay(Piece piece) {
    Encoded sequence = piece.sequence();
    Group group = piece.group();
    int shared = group.from < 0 ? 0 : group.common;
    int from = Math.max(0, group.from);
    int own = laid - shared;
    if (group.from < 0) {
      group.from = laid;
    }
    for (int i = 0; i < sequence.length(); i++) {
      if (i >= shared) {
        ids.add(sequence.ids()[i]);
        positions.add(i);
      }
      if (i > 0 && sequence.learned()[i]) {
        int before = i - 1;
        where.add(before < shared ? from + before : own + before);
        labels.add(sequence.ids()[i]);
      }
    }
    run(sequence.length(), shared > 0 ? from : 0, shared);
    laid += sequence.length() - shared;
    order.add(piece.index());
    learned.add(sequence.learnedCount());
  }

  /** Equally long sequences that have nothing in common with others are one run. */
  private void run(int length, int from, int shared) {
    long[] last = runs.isEmpty() ? new long[Packing.RUN] : runs.get(runs.size() - 1);
    if (shared == 0 && last[0] > 0 && last[1] == length && last[3] == 0) {
      last[0]++;
    } else {
      runs.add(new long[] {1, length, from, shared});
    }
  }

  private Packing packing() {
    return new Packing(
        ids.build().toArray(),
        positions.build().toArray(),
        runs.stream().flatMapToLong(Arrays::stream).toArray(),
        where.build().toArray(),
        labels.build().toArray(),
        List.copyOf(order),
        List.copyOf(learned));
  }
}
