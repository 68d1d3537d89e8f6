package dev.bulwark.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much better the chosen answer of a pair is than the rejected one (paper §3.2.1). */
public enum Rating {
  /** The strongest preference, 1. */
  SIGNIFICANTLY_BETTER("1|significantly"),
  /** 2. */
  BETTER("2"),
  /** 3. */
  SLIGHTLY_BETTER("3|slightly"),
  /** The weakest preference, 4: the annotator may have been unsure. */
  NEGLIGIBLY_BETTER_OR_UNSURE("4|negligibly_better|negligibly|unsure");

  /** What else data call it, as a pattern. */
  private final String aliases;

  Rating(String aliases) {
    this.aliases = aliases;
  }

  /** The name as data files write it, such as {@code slightly_better}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The rating of that label, in any case and with blanks or hyphens; or of that number, 1 to 4.
   */
  public static Optional<Rating> labelled(String label) {
    String plain = label.strip().toLowerCase(Locale.ROOT).replaceAll("[ /-]+", "_");
    return Arrays.stream(values())
        .filter(rating -> rating.label().equals(plain) || plain.matches(rating.aliases))
        .findFirst();
  }

  /**
   * The rating of a difference between scores on a scale of five steps, such as 0 to 4 or 1 to 5: a
   * step is slightly better, two are better, three and four significantly; less than a step, as of
   * means over annotators, is negligibly better.
   *
   * @param difference above 0
   */
  static Rating ofDifference(double difference) {
    if (difference >= 3) {
      return SIGNIFICANTLY_BETTER;
    }
    if (difference >= 2) {
      return BETTER;
    }
    return difference >= 1 ? SLIGHTLY_BETTER : NEGLIGIBLY_BETTER_OR_UNSURE;
  }
}
