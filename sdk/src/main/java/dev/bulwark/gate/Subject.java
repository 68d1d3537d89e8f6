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
 * @param against what it compares with, {@code baseline} or {@code anchor}; empty where it compares
 *     with nothing
 */
public record Subject(String rule, String metric, Optional<Slice> slice, Optional<String> against) {

  /** What is about the whole gate. */
  static final Subject WHOLE = new Subject("gate", "all", Optional.empty(), Optional.empty());

  /** A rule over all prompts that it speaks of. */
  static Subject of(Rule rule) {
    Optional<Slice> slice = rule instanceof Limit limit ? limit.slice() : Optional.empty();
    return new Subject(Configuration.word(rule), rule.metric(), slice, against(rule));
  }

  private static Optional<String> against(Rule rule) {
    if (rule instanceof NoWorseThan comparing) {
      return Optional.of(comparing.baseline().title());
    }
    return rule instanceof NoSliceWorse slices
        ? Optional.of(slices.baseline().title())
        : Optional.empty();
  }

  /** The same kept to some prompts. */
  Subject in(Slice some) {
    return new Subject(rule, metric, Optional.of(some), against);
  }

  /** The words, and what tells the comparison with an anchor from that with a baseline. */
  public String title() {
    boolean anchored = against.equals(Optional.of(Reference.ANCHOR));
    return words() + (anchored ? " against the anchor" : "");
  }

  /** The metric, and where it is kept to some prompts, to which. */
  public String words() {
    return metric + slice.map(some -> " in " + some).orElse("");
  }
}
