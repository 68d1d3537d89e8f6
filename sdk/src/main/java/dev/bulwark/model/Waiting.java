package dev.bulwark.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** Prompts that wait for a slot: longest answers first, so that none is left over at the end. */
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

  /**
   * The prompts dealt out in turn. Who has a prompt must not depend on who is quicker: numbers
   * round differently beside others, and a run would not repeat to the bit.
   */
  List<Waiting> dealt(int hands) {
    List<List<Row>> dealt = new ArrayList<>();
    for (int hand = 0; hand < hands; hand++) {
      dealt.add(new ArrayList<>());
    }
    int next = 0;
    for (Row row : queue) {
      dealt.get(next++ % hands).add(row);
    }
    return dealt.stream().map(Waiting::new).toList();
  }

  /** Columns of the cache that each of them fits into. */
  int room() {
    return room;
  }

  int size() {
    return queue.size();
  }

  /**
   * The next ones to be read at once: at most so many rows, and so many tokens unless it is one.
   */
  List<Row> next(int rows, int tokens) {
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
