package dev.bulwark.gate;

import dev.bulwark.evaluate.Slice;
import java.util.Optional;

/**
 * A rule with an absolute limit; made by {@link Rule#atMost} and {@link Rule#atLeast}.
 *
 * @param metric the metric's name
 * @param slice the prompts it is about, empty for all
 * @param side on which side of the limit good values lie
 * @param limit the limit, from 0 to 1
 */
record Limit(String metric, Optional<Slice> slice, Side side, double limit) implements Rule {

  /** On which side of a limit good values lie. */
  enum Side {
    AT_MOST("at most"),
    AT_LEAST("at least");

    private final String words;

    Side(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
