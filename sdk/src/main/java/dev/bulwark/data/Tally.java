package dev.bulwark.data;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what becomes of the records of one file. */
final class Tally {
  private final Path file;
  private final Seen seen;
  private final SortedMap<String, Long> dropped = new TreeMap<>();
  private long read;
  private long truncated;
  private long duplicates;
  private long contradictions;

  /**
   * A count that starts at nothing.
   *
   * @param seen the records of all files so far
   */
  Tally(Path file, Seen seen) {
    this.file = file;
    this.seen = seen;
  }

  void add(Fate fate) {
    read++;
    truncated += fate.truncated() ? 1 : 0;
    fate.dropped().ifPresent(reason -> dropped.merge(reason, 1L, Long::sum));
  }

  /** Counts a record that is kept and stands for this text. */
  void same(String text) {
    duplicates += seen.add(text) ? 0 : 1;
  }

  /** Counts a kept pair that stands for this text, and would for the other were it reversed. */
  void same(String text, String reversed) {
    contradictions += seen.holds(reversed) ? 1 : 0;
    same(text);
  }

  DataReport.Source report() {
    return new DataReport.Source(
        file.toString(), read, dropped, truncated, duplicates, contradictions);
  }
}
