package dev.bulwark.gate;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Slice;
import dev.bulwark.evaluate.statistics.Holm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  Finding check(NoSliceWorse rule) {
    Baselines.Found found = baselines.find(rule, rule.baseline());
    return found
        .obstacle()
        .orElseGet(() -> compare(rule, found.baseline().orElseThrow().results()));
  }

  private Finding compare(NoSliceWorse rule, List<ItemResult> before) {
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
      return new Finding(
          Configuration.word(rule),
          rule.metric(),
          Status.ERROR,
          "NOTHING_ASSESSED",
          "No prompt was assessed for " + rule.metric() + " in both baseline and candidate.",
          Map.of());
    }
    return finding(rule, slices);
  }

  private Finding finding(NoSliceWorse rule, List<Found> slices) {
    List<Double> adjusted = Holm.adjust(slices.stream().map(one -> one.harm().p()).toList());
    List<String> worse = new ArrayList<>();
    Map<String, Double> numbers = new TreeMap<>();
    for (int i = 0; i < slices.size(); i++) {
      Found one = slices.get(i);
      numbers.put("estimate " + one.slice().label(), one.harm().estimate());
      numbers.put("pHolm " + one.slice().label(), adjusted.get(i));
      numbers.put("n " + one.slice().label(), (double) one.pairing().items());
      if (adjusted.get(i) < settings.alpha() - Evidence.ROUNDING && one.harm().estimate() > 0) {
        worse.add(words(one, adjusted.get(i)));
      }
    }
    boolean fails = !worse.isEmpty();
    return new Finding(
        Configuration.word(rule),
        rule.metric(),
        fails ? Status.FAIL : Status.PASS,
        fails ? "SLICE_REGRESSION" : "OK",
        fails
            ? rule.metric() + " got worse against the baseline in " + String.join("; ", worse) + "."
            : rule.metric()
                + " shows no harm in any of "
                + slices.size()
                + " slices by "
                + rule.key().label()
                + ".",
        numbers);
  }

  private static String words(Found one, double adjusted) {
    return one.slice()
        + " by "
        + Words.near(one.harm().estimate(), 0)
        + " (n = "
        + one.pairing().items()
        + ", "
        + one.pairing().itemsNewlyBad()
        + " newly bad, "
        + one.pairing().itemsNewlyGood()
        + " newly good, "
        + Words.pValue(adjusted)
        + ")";
  }
}
