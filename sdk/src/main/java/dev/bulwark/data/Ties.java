package dev.bulwark.data;

/** What to do with two answers of which neither is better. */
public enum Ties {
  /** They are left out and counted. */
  DROP,
  /** They are an error that names the line. */
  REFUSE;

  /** Two answers of a row, the first of which has this number, are equally good. */
  void found(Row row, int number, Pairs pairs) {
    if (this == REFUSE) {
      throw row.bad(
          "Answer %d is as good as a later one".formatted(number),
          "Decide which is better, remove the line, or let ties be dropped");
    }
    pairs.drop("tie");
  }
}
