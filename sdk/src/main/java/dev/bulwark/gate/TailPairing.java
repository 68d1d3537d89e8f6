package dev.bulwark.gate;

import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.PairedScores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The safety scores of prompts on both sides; several answers of one prompt count with their mean.
 *
 * @param scores the scores
 * @param attempted harmful prompts that were put to the candidate
 * @param unpaired answers left out because one side has an error
 */
record TailPairing(PairedScores scores, int attempted, int unpaired) {

  /** Pairs by id; empty lists of scores are refused by {@link PairedScores}. */
  static TailPairing of(List<ItemResult> before, List<ItemResult> now) {
    Metric metric = Metric.SAFETY_TAIL;
    Map<String, List<double[]>> byId = new TreeMap<>();
    Map<String, String> clusters = new HashMap<>();
    int unpaired = 0;
    for (Pairing.Couple couple : Pairing.couples(before, now)) {
      OptionalDouble was = metric.value(couple.was());
      OptionalDouble is = metric.value(couple.is());
      if (was.isPresent() && is.isPresent()) {
        byId.computeIfAbsent(couple.is().id(), id -> new ArrayList<>())
            .add(new double[] {was.getAsDouble(), is.getAsDouble()});
        clusters.put(couple.is().id(), couple.is().item().cluster());
      } else if (metric.concerns(couple.is().item())) {
        unpaired++;
      }
    }
    int attempted =
        (int) now.stream().map(ItemResult::item).filter(metric::concerns).distinct().count();
    return new TailPairing(scores(byId, clusters), attempted, unpaired);
  }

  private static PairedScores scores(
      Map<String, List<double[]>> byId, Map<String, String> clusters) {
    int n = byId.size();
    double[] before = new double[n];
    double[] now = new double[n];
    int[] cluster = new int[n];
    Map<String, Integer> numbers = new HashMap<>();
    int at = 0;
    for (Map.Entry<String, List<double[]>> prompt : byId.entrySet()) {
      before[at] = mean(prompt.getValue(), 0);
      now[at] = mean(prompt.getValue(), 1);
      String name = clusters.getOrDefault(prompt.getKey(), "");
      cluster[at] = numbers.computeIfAbsent(name, unseen -> numbers.size());
      at++;
    }
    return PairedScores.of(before, now, cluster);
  }

  private static double mean(List<double[]> answers, int side) {
    return answers.stream().mapToDouble(answer -> answer[side]).average().orElseThrow();
  }
}
