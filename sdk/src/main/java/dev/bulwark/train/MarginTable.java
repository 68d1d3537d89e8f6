package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * How far the chosen answer's score must lead, by how much better annotators found it (paper
 * §3.2.2, table 27).
 *
 * @param significantly lead of a significantly better answer
 * @param better lead of a better answer
 * @param slightly lead of a slightly better answer
 * @param negligibly lead of an answer that is negligibly better, or where they were unsure
 */
public record MarginTable(double significantly, double better, double slightly, double negligibly) {
  /** No lead: ratings are not used. */
  public static final MarginTable NONE = new MarginTable(0, 0, 0, 0);

  /** The paper's small margins. */
  public static final MarginTable SMALL = new MarginTable(1, 2.0 / 3, 1.0 / 3, 0);

  /** The paper's large margins. */
  public static final MarginTable LARGE = new MarginTable(3, 2, 1, 0);

  /** Checks that every lead is finite and 0 or more. */
  public MarginTable {
    check("significantly", significantly);
    check("better", better);
    check("slightly", slightly);
    check("negligibly", negligibly);
  }

  /** Whether any pair needs a lead, so that ratings must be there. */
  public boolean needsRatings() {
    return !equals(NONE);
  }

  private static void check(String name, double lead) {
    Require.that(lead >= 0 && lead < Double.POSITIVE_INFINITY, name, lead, "finite and 0 or more");
  }
}
