package dev.bulwark.gate;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was settled when a baseline was made.
 *
 * @param margins auto margins by metric
 * @param expires when it may no longer be compared with; empty for never
 * @param reason why it was accepted; empty where none was asked for
 * @param calibration what pairs of runs of the same model showed; empty where there were none
 */
public record Terms(
    Map<String, ResolvedMargin> margins,
    Optional<Instant> expires,
    Optional<String> reason,
    Optional<Calibration> calibration) {

  /** Nothing settled. */
  public static final Terms NONE =
      new Terms(Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Copies the margins, sorted by metric. */
  public Terms {
    margins = Collections.unmodifiableMap(new TreeMap<>(margins));
  }

  /** The same with other margins. */
  public Terms margins(Map<String, ResolvedMargin> other) {
    return new Terms(other, expires, reason, calibration);
  }

  /** The same until a time. */
  public Terms expires(Instant time) {
    return new Terms(margins, Optional.of(time), reason, calibration);
  }

  /** The same with the reason why it was accepted. */
  public Terms reason(String why) {
    return new Terms(margins, expires, Optional.of(why), calibration);
  }

  /** The same with what pairs of runs showed. */
  public Terms calibration(Calibration shown) {
    return new Terms(margins, expires, reason, Optional.of(shown));
  }
}
