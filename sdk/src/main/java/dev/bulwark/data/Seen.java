package dev.bulwark.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which texts were met before, by 64 bits of their SHA-256: about 16 bytes a text, so that ten
 * million of them fit where their own words would not, and one chance in 300,000 of a false
 * duplicate among those.
 *
 * <p>Case, blanks and the ends of a text don't count.
 */
final class Seen {
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
  private static final long EMPTY = 0;

  private long[] table = new long[1 << 10];
  private int size;

  /** Adds a text; false where it was there already. */
  boolean add(String text) {
    if (2 * (size + 1) > table.length) {
      grow();
    }
    boolean fresh = put(hash(text));
    size += fresh ? 1 : 0;
    return fresh;
  }

  /** Whether a text was added. */
  boolean holds(String text) {
    long hash = hash(text);
    return table[slot(hash)] == hash;
  }

  private void grow() {
    long[] old = table;
    table = new long[2 * old.length];
    Arrays.stream(old).filter(hash -> hash != EMPTY).forEach(this::put);
  }

  private boolean put(long hash) {
    int slot = slot(hash);
    boolean fresh = table[slot] == EMPTY;
    table[slot] = hash;
    return fresh;
  }

  /** Where a hash stands, or would: the first of its slots that is empty or its own. */
  private int slot(long hash) {
    int slot = (int) hash & (table.length - 1);
    while (table[slot] != EMPTY && table[slot] != hash) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private static long hash(String text) {
    String folded = BLANKS.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
    long hash = Fingerprint.first64(folded);
    return hash == EMPTY ? 1 : hash;
  }
}
