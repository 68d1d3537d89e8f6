package dev.bulwark.examples.benchmark;

import dev.bulwark.train.TrainingData;
import java.util.List;
import java.util.stream.IntStream;

/** Rows in their order, as the peers take them. */
record InOrder<T>(List<T> rows) implements TrainingData<T> {
  @Override
  public int length() {
    return rows.size();
  }

  @Override
  public int[] epoch(int epoch) {
    return IntStream.range(0, rows.size()).toArray();
  }

  @Override
  public T get(int index) {
    return rows.get(index);
  }

  @Override
  public String name(int index) {
    return "row " + (index + 1);
  }
}
