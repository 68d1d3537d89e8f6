package dev.bulwark.data;

import java.util.Optional;

/**
 * What became of one record of the data, for the count.
 *
 * @param truncated whether it was kept, but cut
 * @param dropped why it was left out; empty where it was kept
 */
public record Fate(boolean truncated, Optional<String> dropped) {
  /** Kept as it is. */
  public static final Fate KEPT = new Fate(false, Optional.empty());

  /** Kept, but cut to what fits. */
  public static final Fate TRUNCATED = new Fate(true, Optional.empty());

  /**
   * Left out.
   *
   * @param reason in words that follow "dropped 3 (", such as {@code longer than 256 tokens}
   */
  public static Fate dropped(String reason) {
    return new Fate(false, Optional.of(reason));
  }
}
