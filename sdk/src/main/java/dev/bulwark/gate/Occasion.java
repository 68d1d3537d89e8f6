package dev.bulwark.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * When and on what a gate decides.
 *
 * @param now the time, by which baselines expire
 * @param model the fingerprint of the model that the results must be of; empty where any will do
 */
public record Occasion(Instant now, Optional<String> model) {

  /** Now, for results of any model. */
  public static Occasion present() {
    return new Occasion(Instant.now(), Optional.empty());
  }

  /** At another time. */
  public Occasion at(Instant time) {
    return new Occasion(time, model);
  }

  /** For results of one model. */
  public Occasion of(String fingerprint) {
    return new Occasion(now, Optional.of(fingerprint));
  }
}
