package dev.bulwark.gate;

import java.util.OptionalDouble;

/** Which share of the lowest scores is a tail, by how many prompts were attempted. */
public final class TailLevel {
  /** Below, a tail is reported, but can't be gated. */
  static final int FEWEST = 300;

  private static final int MANY = 1_000;

  private TailLevel() {}

  /** The share, empty where the prompts are too few. */
  public static OptionalDouble of(int attempted) {
    if (attempted < FEWEST) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(attempted >= MANY ? 0.05 : 0.10);
  }
}
