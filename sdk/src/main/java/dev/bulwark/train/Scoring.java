package dev.bulwark.train;

import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Reads the scores of whole sequences with a reward model, each at its last token.
 *
 * <p>A score depends on its sequence alone: nothing is padded, and none sees another.
 */
public final class Scoring {
  /** Tokens whose activations are worked on at once. */
  private static final int TOKENS = 2048;

  private Scoring() {}

  /**
   * The raw scores, {@code [sequences]}, in the order given.
   *
   * @param decoder with a score head
   * @throws IllegalStateException where it has none
   */
  public static double[] of(Decoder decoder, List<Encoded> sequences) {
    double[] scores = new double[sequences.size()];
    List<Integer> places = IntStream.range(0, scores.length).boxed().toList();
    for (List<Integer> part : parts(places, i -> sequences.get(i).length(), TOKENS)) {
      Packing packing = Packing.of(part.stream().map(sequences::get).toList());
      double[] found = packing.unpacked(decoder.scores(packing, packing.lasts()));
      for (int i = 0; i < found.length; i++) {
        scores[part.get(i)] = found[i];
      }
    }
    return scores;
  }

  /** Cuts things into parts of alike lengths and at most so many tokens, or one thing, each. */
  static <T> List<List<T>> parts(List<T> things, ToIntFunction<T> length, int tokens) {
    List<T> sorted = new ArrayList<>(things);
    sorted.sort(Comparator.comparingInt(length));
    List<List<T>> parts = new ArrayList<>();
    int filled = 0;
    for (T thing : sorted) {
      int next = length.applyAsInt(thing);
      if (parts.isEmpty() || filled + next > tokens) {
        parts.add(new ArrayList<>());
        filled = 0;
      }
      parts.get(parts.size() - 1).add(thing);
      filled += next;
    }
    return parts;
  }

  /**
   * Deals things out to the lanes of a tape, or the threads of a decoder, and cuts what each gets
   * into parts.
   *
   * @param tokens that all of them work on at once, together
   * @return of each lane the parts, in order
   */
  static <T> List<List<List<T>>> lanes(
      List<T> things, ToIntFunction<T> length, int tokens, int lanes) {
    int count = Math.max(1, Math.min(lanes, things.size()));
    return dealt(things, length, count).stream()
        .map(lane -> parts(lane, length, Math.max(1, tokens / count)))
        .toList();
  }

  /** The sum of what lanes gave, always in the same order. */
  static double sum(List<List<Double>> lanes) {
    return lanes.stream().flatMap(List::stream).reduce(0.0, Double::sum);
  }

  /**
   * Deals things out to so many hands, the longest first and always to the one that has least: all
   * wait for the hand that is done last.
   */
  private static <T> List<List<T>> dealt(List<T> things, ToIntFunction<T> length, int hands) {
    List<T> sorted = new ArrayList<>(things);
    sorted.sort(Comparator.comparingInt(length).reversed());
    List<List<T>> dealt = new ArrayList<>();
    for (int hand = 0; hand < hands; hand++) {
      dealt.add(new ArrayList<>());
    }
    long[] held = new long[hands];
    for (T thing : sorted) {
      int least = 0;
      for (int hand = 1; hand < hands; hand++) {
        least = held[hand] < held[least] ? hand : least;
      }
      dealt.get(least).add(thing);
      held[least] += length.applyAsInt(thing);
    }
    return dealt;
  }
}
