package dev.bulwark.gate;

import dev.bulwark.evaluate.Defect;
import dev.bulwark.evaluate.Metric;
import java.util.Map;
import java.util.Optional;

/**
 * The auto margin of a metric as the baseline has it, which somebody may have edited.
 *
 * @param metric the metric
 * @param margins what the baseline says, by metric
 */
record SettledMargin(Metric metric, Map<String, ResolvedMargin> margins) {

  /** Whether the baseline's prompts are too few for any margin. */
  boolean isRefused() {
    return entry().isPresent() && entry().get().margin().isEmpty();
  }

  /** The margin; only where there is no {@link #defect}. */
  double value() {
    return entry().orElseThrow().margin().orElseThrow();
  }

  /** What is wrong with it. */
  Optional<Defect> defect() {
    if (entry().isEmpty()) {
      return Optional.of(
          new Defect(
              "MARGIN_UNRESOLVED",
              "The margin of "
                  + metric.label()
                  + " is auto, but the baseline has settled none. Make the baseline again, or write"
                  + " a margin."));
    }
    if (isRefused()) {
      return Optional.of(new Defect("MARGIN_REFUSED", refusal(metric, entry().get()) + "."));
    }
    double margin = value();
    double cap = MarginRange.of(metric).cap();
    return margin >= 0 && margin <= cap + Evidence.ROUNDING
        ? Optional.empty()
        : Optional.of(
            new Defect(
                "MARGIN_INVALID",
                "The baseline's auto margin of "
                    + metric.label()
                    + " is "
                    + Words.given(margin)
                    + ", but must be from 0 to "
                    + Words.given(cap)
                    + ". Make the baseline again."));
  }

  /** Why there is no auto margin, with the number of prompts that it takes. */
  static String refusal(Metric metric, ResolvedMargin refused) {
    double cap = MarginRange.of(metric).cap();
    return "The baseline's "
        + refused.n()
        + " prompts show a harm in "
        + metric.label()
        + " only from "
        + Words.near(refused.mde().orElse(1), cap)
        + " on, but an auto margin is at most "
        + Words.given(cap)
        + "; about "
        + refused.promptsNeeded().orElse(0)
        + " prompts would do";
  }

  private Optional<ResolvedMargin> entry() {
    return Optional.ofNullable(margins.get(metric.label()));
  }
}
