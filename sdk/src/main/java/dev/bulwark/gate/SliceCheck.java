package dev.bulwark.gate;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Slice;
import dev.bulwark.evaluate.statistics.Holm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Looks for harm slice by slice. Holm's method over the slices keeps many of them from raising
 * false alarms; what a slice's few prompts can't show is left to the comparison of the whole.
 *
 * @param evaluation the candidate's results
 * @param settings how strictly to decide
 * @param baselines what to compare with
 */
record SliceCheck(Evaluation evaluation, GateSettings settings, Baselines baselines) {

  private record Found(Slice slice, Pairing pairing, Harm harm) {}

  /** One finding a slice. */
  List<Finding> check(NoSliceWorse rule) {
    Baselines.Found found = baselines.find(rule, rule.baseline());
    return found
        .obstacle()
        .map(List::of)
        .orElseGet(() -> compare(rule, found.baseline().orElseThrow().results()));
  }

  private List<Finding> compare(NoSliceWorse rule, List<ItemResult> before) {
    Metric metric = Metric.labelled(rule.metric()).orElseThrow();
    List<Found> slices = new ArrayList<>();
    List<ItemResult> concerned =
        evaluation.results().stream().filter(row -> metric.concerns(row.item())).toList();
    for (Slice slice : Slice.of(rule.key(), concerned)) {
      Pairing pairing = Pairing.of(metric, slice.of(before), slice.of(concerned));
      if (!pairing.clusters().isEmpty()) {
        slices.add(new Found(slice, pairing, Harm.of(pairing, slice.toString().hashCode())));
      }
    }
    if (slices.isEmpty()) {
      return List.of(
          Finding.of(
              rule,
              Status.ERROR,
              "NOTHING_ASSESSED",
              "No prompt was assessed for %s in both %s and candidate."
                  .formatted(rule.metric(), rule.baseline().title())));
    }
    List<Double> adjusted = Holm.adjust(slices.stream().map(one -> one.harm().p()).toList());
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      findings.add(finding(rule, slices.get(i), adjusted.get(i)));
    }
    return findings;
  }

  private Finding finding(NoSliceWorse rule, Found one, double adjusted) {
    Harm harm = one.harm();
    boolean worse = adjusted < settings.alpha() - Evidence.ROUNDING && harm.estimate() > 0;
    String basis =
        " (n = "
            + one.pairing().items()
            + ", "
            + one.pairing().itemsNewlyBad()
            + " newly bad, "
            + one.pairing().itemsNewlyGood()
            + " newly good, "
            + Words.pValue(adjusted)
            + ").";
    Subject subject = Subject.of(rule).in(one.slice());
    return new Finding(
        subject,
        worse ? Status.FAIL : Status.PASS,
        worse ? "SLICE_REGRESSION" : "OK",
        worse
            ? subject.words()
                + " got worse by "
                + Words.near(harm.estimate(), 0)
                + " against the "
                + rule.baseline().title()
                + basis
            : subject.words() + " shows no harm" + basis,
        Map.of(
            "baseline",
            one.pairing().before(),
            "candidate",
            one.pairing().now(),
            "estimate",
            harm.estimate(),
            "n",
            (double) one.pairing().items(),
            "clusters",
            (double) one.pairing().clusters().size(),
            "p",
            harm.p(),
            "pHolm",
            adjusted),
        harm.method());
  }
}
