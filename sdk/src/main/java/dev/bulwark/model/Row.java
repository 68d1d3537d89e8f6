package dev.bulwark.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A prompt, its place in the list, and what has been said so far. */
final class Row {
  private final int place;
  private final long[] prompt;
  private final int most;
  private final long seed;
  private final List<Long> tokens = new ArrayList<>();
  private final List<Double> scores = new ArrayList<>();

  /**
   * A prompt that may have so many tokens.
   *
   * @param seed of its draws, which belong to it and not to the batch
   */
  Row(int place, long[] prompt, int most, long seed) {
    this.place = place;
    this.prompt = prompt;
    this.most = most;
    this.seed = seed;
  }

  int place() {
    return place;
  }

  long[] prompt() {
    return prompt;
  }

  int most() {
    return most;
  }

  /** Columns of the cache it may fill. */
  int room() {
    return prompt.length + most;
  }

  /** What decides the token that comes so many after the next one, in [0, 1). */
  float draw(int ahead) {
    return (float) new SplittableRandom(seed + tokens.size() + ahead).nextDouble();
  }

  void take(long token, double score) {
    tokens.add(token);
    scores.add(score);
  }

  long newest() {
    return tokens.get(tokens.size() - 1);
  }

  /** Columns of the cache that are filled; the newest token is not yet among them. */
  int length() {
    return prompt.length + tokens.size() - 1;
  }

  int left() {
    return most - tokens.size();
  }

  boolean ended(Set<Long> stops) {
    return left() == 0 || stops.contains(newest());
  }

  Answer answer(Set<Long> stops) {
    boolean stopped = stops.contains(newest());
    long[] ids = tokens.stream().mapToLong(Long::longValue).toArray();
    return new Answer(
        Arrays.copyOf(ids, stopped ? ids.length - 1 : ids.length),
        scores.stream().mapToDouble(Double::doubleValue).toArray(),
        stopped);
  }
}
