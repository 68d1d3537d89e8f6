package dev.bulwark.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Prompts that wait for a slot: longest answers first, so that none is left over at the end.
 * Several threads may take from it.
 */
final class Waiting {
  private final Deque<Row> queue;
  private final int room;

  Waiting(List<Row> rows) {
    this.queue =
        new ArrayDeque<>(
            rows.stream()
                .sorted(
                    Comparator.comparingInt(Row::most)
                        .reversed()
                        .thenComparingInt(row -> row.prompt().length))
                .toList());
    this.room = rows.stream().mapToInt(Row::room).max().orElse(0);
  }

  /** Columns of the cache that each of them fits into. */
  int room() {
    return room;
  }

  synchronized int size() {
    return queue.size();
  }

  /**
   * The next ones to be read at once: at most so many rows, and so many tokens unless it is one.
   */
  synchronized List<Row> next(int rows, int tokens) {
    List<Row> next = new ArrayList<>();
    int read = 0;
    while (!queue.isEmpty() && next.size() < rows) {
      read += queue.element().prompt().length;
      if (!next.isEmpty() && read > tokens) {
        break;
      }
      next.add(queue.remove());
    }
    return next;
  }
}
