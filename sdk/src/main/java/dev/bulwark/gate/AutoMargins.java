package dev.bulwark.gate;

import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.DetectableChange;
import dev.bulwark.evaluate.statistics.LowerTail;
import dev.bulwark.evaluate.statistics.PairedScores;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Settles the auto margins of a baseline by what its prompts can show: from two runs of the same
 * model, or, where there is one or two are the very same, from one as if the other were
 * independent.
 *
 * @param first the baseline's results
 * @param second another run of the same model, empty where there is none
 * @param change the level of each test and the power it must have
 */
record AutoMargins(
    List<ItemResult> first, Optional<List<ItemResult>> second, DetectableChange change) {
  private static final List<Metric> HEADLINE =
      List.of(
          Metric.VIOLATION_RATE, Metric.SAFETY_TAIL, Metric.HELPFULNESS, Metric.FALSE_REFUSAL_RATE);

  /**
   * Of one run, for a gate with the four headline metrics, or three where a tail can't be gated.
   */
  static AutoMargins ofHeadline(List<ItemResult> results, GateSettings settings) {
    long harmful =
        results.stream()
            .map(ItemResult::item)
            .filter(Metric.SAFETY_TAIL::concerns)
            .distinct()
            .count();
    int family = harmful < TailLevel.FEWEST ? HEADLINE.size() - 1 : HEADLINE.size();
    return new AutoMargins(
        results,
        Optional.empty(),
        new DetectableChange(settings.alpha() / family, settings.power()));
  }

  /** The headline metrics' margins, as far as anything was assessed for them. */
  Map<String, ResolvedMargin> all() {
    Map<String, ResolvedMargin> margins = new TreeMap<>();
    for (Metric metric : HEADLINE) {
      of(metric, OptionalDouble.empty()).ifPresent(margin -> margins.put(metric.label(), margin));
    }
    return margins;
  }

  /** The margin of one metric; empty where nothing was assessed for it. */
  Optional<ResolvedMargin> of(Metric metric, OptionalDouble lowest) {
    List<ItemResult> other = second.orElse(first);
    Pairing pairing = Pairing.of(metric, first, other);
    if (pairing.clusters().isEmpty()) {
      return Optional.empty();
    }
    Variance variance;
    if (metric == Metric.SAFETY_TAIL) {
      TailPairing tail = TailPairing.of(first, other);
      OptionalDouble share = lowest.isPresent() ? lowest : TailLevel.of(tail.attempted());
      if (share.isEmpty()) {
        return Optional.empty();
      }
      variance = Variance.ofTail(tail.scores(), new LowerTail(share.getAsDouble()), change);
    } else {
      variance =
          pairing.isCountable() && !metric.isScore()
              ? Variance.ofCounts(pairing, change)
              : Variance.ofMean(means(pairing), pairing.items(), change);
    }
    return Optional.of(variance.margin(MarginRange.of(metric)));
  }

  /** Each base prompt as one, so that its variants count once. */
  private static PairedScores means(Pairing pairing) {
    List<Pairing.Cluster> clusters = pairing.clusters();
    double[] before = new double[clusters.size()];
    double[] now = new double[clusters.size()];
    int[] own = new int[clusters.size()];
    for (int i = 0; i < own.length; i++) {
      before[i] = clusters.get(i).before() / clusters.get(i).items();
      now[i] = before[i] + clusters.get(i).change();
      own[i] = i;
    }
    return PairedScores.of(before, now, own);
  }
}
