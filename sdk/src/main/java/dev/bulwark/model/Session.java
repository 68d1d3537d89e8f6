package dev.bulwark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Some slots of the cache, and what goes through them. Slots in use have no gap. Several sessions
 * may run at once, each in a thread of its own with slots of its own.
 */
final class Session {
  /** Prompt tokens read at once; their activations stay near the processor's cache. */
  private static final int READ_TOKENS = 2048;

  /** Tokens a row draws in one call of the kernel, unless a row ends before. */
  private static final int STRETCH = 32;

  private final Engine engine;
  private final NDManager scope;
  private final int first;
  private final int capacity;
  private final Set<Long> stops;
  private final NDArray stopIds;
  private final NDArray options;
  private final List<Row> slots = new ArrayList<>();

  /**
   * A session.
   *
   * @param first its first slot
   * @param capacity how many slots it has
   */
  Session(
      Engine engine, NDManager scope, int first, int capacity, Set<Long> stops, Sampling sampling) {
    this.engine = engine;
    this.scope = scope;
    this.first = first;
    this.capacity = capacity;
    this.stops = stops;
    this.stopIds = scope.create(stops.stream().mapToLong(Long::longValue).toArray());
    this.options =
        Engine.control(scope)
            .create(new double[] {sampling.temperature(), sampling.topP(), sampling.topK()});
  }

  /** Answers what waits, until nothing does, into the prompts' places. */
  void run(Waiting waiting, Generator.Listener heard, Answer[] answers) {
    List<Row> next = waiting.next(capacity, READ_TOKENS);
    while (!next.isEmpty() || !slots.isEmpty()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("The generation was interrupted");
      }
      if (next.isEmpty()) {
        decode(heard);
      } else {
        read(next, heard);
      }
      clear(answers);
      next = waiting.next(worthwhile(), READ_TOKENS);
    }
  }

  /** How many prompts to read now: a few free slots are not worth a reading of their own. */
  private int worthwhile() {
    int free = capacity - slots.size();
    return slots.isEmpty() || free >= Math.max(1, capacity / 8) ? free : 0;
  }

  private void read(List<Row> rows, Generator.Listener heard) {
    Packing packing = packed(rows);
    List<Row> ordered = packing.order().stream().map(rows::get).toList();
    long[] into = new long[rows.size()];
    float[] draws = new float[rows.size()];
    for (int i = 0; i < into.length; i++) {
      into[i] = (long) first + slots.size() + i;
      draws[i] = ordered.get(i).draw(0);
    }
    slots.addAll(ordered);
    try (NDManager inner = scope.newSubManager()) {
      List<NDArray> arguments =
          List.of(
              inner.create(packing.ids()),
              inner.create(packing.positions()),
              Decoder.runs(inner, packing),
              inner.create(into),
              inner.create(packing.lasts()),
              inner.create(draws),
              options,
              engine.frequencies());
      take(ordered, engine.call(inner, "admit", arguments), heard);
    }
  }

  private static Packing packed(List<Row> rows) {
    return Packing.of(
        rows.stream()
            .map(row -> new Encoded(row.prompt(), new boolean[row.prompt().length]))
            .toList());
  }

  private void decode(Generator.Listener heard) {
    int longest = slots.stream().mapToInt(Row::left).max().orElse(1);
    int stretch = Math.min(STRETCH, longest);
    float[] draws = new float[slots.size() * stretch];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = slots.get(i / stretch).draw(i % stretch);
    }
    try (NDManager inner = scope.newSubManager()) {
      List<NDArray> arguments =
          List.of(
              inner.create(slots.stream().mapToLong(Row::newest).toArray()),
              Engine.control(inner).create((long) first),
              inner.create(slots.stream().mapToLong(Row::length).toArray()),
              inner.create(slots.stream().mapToLong(Row::left).toArray()),
              inner.create(draws, new Shape(slots.size(), stretch)),
              stopIds,
              options,
              engine.frequencies());
      take(slots, engine.call(inner, "decode", arguments), heard);
    }
  }

  /** Appends what a kernel drew for each row: tokens, then their log-probabilities. */
  private static void take(List<Row> rows, NDArray drawn, Generator.Listener heard) {
    double[] values = drawn.toDoubleArray();
    int half = values.length / 2;
    int each = half / rows.size();
    for (int i = 0; i < half; i++) {
      Row row = rows.get(i / each);
      if (Double.isNaN(values[half + i])) {
        throw new IllegalStateException(
            "The model's logits are not numbers: its weights hold NaN or infinite values");
      }
      row.take((long) values[i], values[half + i]);
      heard.heard(row.place(), (long) values[i]);
    }
  }

  /** Frees the slots of ended answers; the last row moves into the gap. */
  private void clear(Answer[] answers) {
    for (int slot = slots.size() - 1; slot >= 0; slot--) {
      Row row = slots.get(slot);
      if (row.ended(stops)) {
        answers[row.place()] = row.answer(stops);
        int end = slots.size() - 1;
        Row moved = slots.remove(end);
        if (slot < end) {
          slots.set(slot, moved);
          move(end, slot, moved.length());
        }
      }
    }
  }

  private void move(int from, int to, int length) {
    try (NDManager inner = scope.newSubManager()) {
      long[] move = {(long) first + from, (long) first + to, length};
      engine.call(inner, "move_slot", List.of(Engine.control(inner).create(move)));
    }
  }
}
