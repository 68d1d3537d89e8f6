package dev.bulwark.evaluate.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down adjustment of several p-values, so that together they give false alarms no more
 * often than one test would (Holm 1979).
 */
public final class Holm {
  private Holm() {}

  /** The adjusted p-values in the order given; a hypothesis is rejected when its own is small. */
  public static List<Double> adjust(List<Double> p) {
    List<Integer> order =
        IntStream.range(0, p.size()).boxed().sorted(Comparator.comparing(p::get)).toList();
    List<Double> adjusted = new ArrayList<>(p);
    double running = 0;
    for (int rank = 0; rank < order.size(); rank++) {
      int at = order.get(rank);
      running = Math.max(running, Math.min(1, p.get(at) * (p.size() - rank)));
      adjusted.set(at, running);
    }
    return List.copyOf(adjusted);
  }
}
