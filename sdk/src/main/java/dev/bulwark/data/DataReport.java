package dev.bulwark.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What came of reading training data: nothing is left out, cut or doubled without being counted.
 *
 * @param sources a count for each file, in the order they were named
 */
public record DataReport(List<Source> sources) {

  /** Copies the counts, so that the value can't change. */
  public DataReport {
    sources = List.copyOf(sources);
  }

  /**
   * The count of one file.
   *
   * @param file its path
   * @param read records found in it; more than its rows where a row holds several
   * @param dropped records left out, by reason
   * @param truncated records kept, but cut
   * @param duplicates records that say the same as an earlier one of any file; kept
   * @param contradictions pairs that stand the other way round in an earlier record; kept
   */
  public record Source(
      String file,
      long read,
      SortedMap<String, Long> dropped,
      long truncated,
      long duplicates,
      long contradictions) {

    /** Copies the reasons, so that the value can't change. */
    public Source {
      dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
    }

    /** Records that are there to learn from. */
    public long kept() {
      return read - dropped.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Records found in all files. */
  public long read() {
    return sum(Source::read);
  }

  /** Records of all files that are there to learn from. */
  public long kept() {
    return sum(Source::kept);
  }

  /** Records of all files left out, by reason. */
  public SortedMap<String, Long> dropped() {
    SortedMap<String, Long> all = new TreeMap<>();
    sources.forEach(
        source -> source.dropped().forEach((reason, count) -> all.merge(reason, count, Long::sum)));
    return all;
  }

  /** Records of all files that were cut. */
  public long truncated() {
    return sum(Source::truncated);
  }

  /** Records of all files that say the same as an earlier one. */
  public long duplicates() {
    return sum(Source::duplicates);
  }

  /** Pairs of all files that stand the other way round in an earlier record. */
  public long contradictions() {
    return sum(Source::contradictions);
  }

  /** All of it in one line for the log, such as {@code 90 of 100 records kept; dropped 10 (…)}. */
  public String line() {
    List<String> parts = new ArrayList<>();
    parts.add("%s of %s records kept".formatted(number(kept()), number(read())));
    if (!dropped().isEmpty()) {
      parts.add(
          dropped().entrySet().stream()
              .map(DataReport::reason)
              .collect(Collectors.joining(", ", "dropped ", "")));
    }
    add(parts, truncated(), "truncated");
    add(parts, duplicates(), "duplicates among them");
    add(parts, contradictions(), "contradicted by an earlier one");
    return String.join("; ", parts);
  }

  private static String reason(Map.Entry<String, Long> dropped) {
    return "%s (%s)".formatted(number(dropped.getValue()), dropped.getKey());
  }

  private static void add(List<String> parts, long count, String words) {
    if (count > 0) {
      parts.add(number(count) + " " + words);
    }
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private long sum(ToLongFunction<Source> count) {
    return sources.stream().mapToLong(count).sum();
  }
}
