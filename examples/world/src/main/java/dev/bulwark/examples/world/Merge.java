package dev.bulwark.examples.world;

import java.util.Comparator;

/** Two neighbouring pieces of text that become one; ordered by the left piece, then the right. */
record Merge(String left, String right) implements Comparable<Merge> {
  private static final Comparator<Merge> ORDER =
      Comparator.comparing(Merge::left).thenComparing(Merge::right);

  @Override
  public int compareTo(Merge other) {
    return ORDER.compare(this, other);
  }

  String joined() {
    return left + right;
  }
}
