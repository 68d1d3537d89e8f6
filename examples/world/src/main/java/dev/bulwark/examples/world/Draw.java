package dev.bulwark.examples.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Draws by a seed; the same seed draws the same. */
record Draw(Random random) {

  /** One of a list. */
  <T> T one(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A copy in another order. */
  <T> List<T> shuffled(List<T> from) {
    List<T> shuffled = new ArrayList<>(from);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /**
   * Requests spread evenly: every question about every thing once before any comes twice.
   *
   * @return {@code count} requests; one appears again only when all have appeared
   */
  List<Request> evenly(List<Request> from, int count) {
    Map<String, Deque<Request>> clusters = new LinkedHashMap<>();
    for (Request request : shuffled(from)) {
      clusters.computeIfAbsent(request.cluster(), any -> new ArrayDeque<>()).add(request);
    }
    List<Request> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      for (Deque<Request> cluster : clusters.values()) {
        Request request = cluster.remove();
        cluster.add(request);
        drawn.add(request);
      }
    }
    return List.copyOf(drawn.subList(0, count));
  }
}
