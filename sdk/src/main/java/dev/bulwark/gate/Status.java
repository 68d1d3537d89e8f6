package dev.bulwark.gate;

import java.util.Collection;
import java.util.Comparator;

/** How a verdict can end; of several the one named first here decides. */
public enum Status {
  /** There is nothing to judge. */
  NO_RESULTS,
  /** A rule compares, but there is nothing to compare with. */
  NO_BASELINE,
  /** Results and baseline do not belong together. */
  INCOMPARABLE,
  /** The measurement or the gate's configuration is broken. */
  ERROR,
  /** Measured and too bad. */
  FAIL,
  /** Measured with too few prompts to tell. */
  INCONCLUSIVE,
  /** Not checked, because someone said so. */
  SKIPPED,
  /** Measured and good enough. */
  PASS;

  /** Whether a build may go on. */
  public boolean letsGo() {
    return this == PASS || this == SKIPPED;
  }

  /** The one that decides; of none it is {@link #NO_RESULTS}. */
  static Status worst(Collection<Status> statuses) {
    return statuses.stream().min(Comparator.naturalOrder()).orElse(NO_RESULTS);
  }
}
