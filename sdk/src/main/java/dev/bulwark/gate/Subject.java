package dev.bulwark.gate;

import dev.bulwark.evaluate.Slice;
import java.util.Optional;

/**
 * What a finding is about.
 *
 * @param rule {@code atMost}, {@code atLeast}, {@code noWorseThan} and the like, or {@code gate}
 *     for a finding about the whole
 * @param metric the metric's name, {@code all} for the whole
 * @param slice the prompts it is kept to, empty for all of them
 */
public record Subject(String rule, String metric, Optional<Slice> slice) {

  /** A rule over all prompts. */
  static Subject of(Rule rule) {
    return new Subject(Configuration.word(rule), rule.metric(), Optional.empty());
  }

  /** The same kept to some prompts. */
  Subject in(Slice some) {
    return new Subject(rule, metric, Optional.of(some));
  }

  /** The metric, and where it is kept to some prompts, to which. */
  public String words() {
    return metric + slice.map(some -> " in " + some).orElse("");
  }
}
