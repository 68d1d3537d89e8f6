package dev.bulwark.gate;

import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.DetectableChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes a gate's baseline.
 *
 * @param gate the gate
 */
record BaselineMaking(Gate gate) {

  Baseline of(Evaluation first, Optional<Evaluation> second) {
    Baseline plain = Baseline.of(first);
    second.ifPresent(run -> alike(plain, Baseline.of(run)));
    List<NoWorseThan> comparing =
        gate.rules().stream()
            .filter(NoWorseThan.class::isInstance)
            .map(NoWorseThan.class::cast)
            .toList();
    if (comparing.isEmpty()) {
      return plain;
    }
    AutoMargins autos =
        new AutoMargins(
            first.results(),
            second.map(Evaluation::results),
            new DetectableChange(
                gate.settings().alpha() / family(comparing, first.results()),
                gate.settings().power()));
    Map<String, ResolvedMargin> margins = new TreeMap<>();
    for (NoWorseThan rule : comparing) {
      Metric.labelled(rule.metric())
          .flatMap(metric -> autos.of(metric, rule.tolerance().lowest()))
          .ifPresent(margin -> add(rule, margin, margins));
    }
    return plain.terms(terms -> terms.margins(margins));
  }

  private static void add(
      NoWorseThan rule, ResolvedMargin margin, Map<String, ResolvedMargin> margins) {
    boolean auto = rule.tolerance().margin().isEmpty();
    boolean reported = !rule.named() && rule.metric().equals(Metric.SAFETY_TAIL.label());
    if (auto && margin.margin().isEmpty() && !reported) {
      throw new BadInput(
          SettledMargin.refusal(Metric.labelled(rule.metric()).orElseThrow(), margin),
          "the margin of " + rule.metric() + ", which is auto",
          "Add prompts, or write a margin");
    }
    margins.put(rule.metric(), margin);
  }

  /** A tail that can't be gated leaves the family. */
  private static int family(List<NoWorseThan> comparing, List<ItemResult> results) {
    long harmful =
        results.stream()
            .map(ItemResult::item)
            .filter(Metric.SAFETY_TAIL::concerns)
            .distinct()
            .count();
    return (int)
        Math.max(
            1,
            comparing.stream()
                .filter(
                    rule ->
                        harmful >= TailLevel.FEWEST
                            || !rule.metric().equals(Metric.SAFETY_TAIL.label()))
                .count());
  }

  private static void alike(Baseline first, Baseline second) {
    boolean same =
        first.header().suite().equals(second.header().suite())
            && first.header().judge().equals(second.header().judge())
            && first.header().decoding().equals(second.header().decoding())
            && first.header().model().equals(second.header().model());
    if (!same) {
      throw new BadInput(
          "The second run is not one of the same model, prompts, judge and decoding",
          "the results of the second run",
          "Evaluate the baseline's model again");
    }
  }
}
