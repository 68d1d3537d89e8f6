package dev.bulwark.report;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Item;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One prompt before and after; several answers to it count with their mean.
 *
 * @param metric what is looked at
 * @param item the prompt
 * @param before the metric's value, empty where nothing is known
 * @param after the same of the second model
 */
record PromptChange(Metric metric, Item item, OptionalDouble before, double after) {

  /** All prompts with a value now, in the order of their ids. */
  static List<PromptChange> of(Metric metric, Evaluation before, Evaluation after) {
    Map<String, Double> was = means(metric, before);
    Map<String, Double> is = means(metric, after);
    Map<String, Item> items = new TreeMap<>();
    after.results().forEach(row -> items.put(row.id(), row.item()));
    List<PromptChange> changes = new ArrayList<>();
    items.forEach(
        (id, item) -> {
          Double now = is.get(id);
          if (now != null) {
            Double then = was.get(id);
            changes.add(
                new PromptChange(
                    metric,
                    item,
                    then == null ? OptionalDouble.empty() : OptionalDouble.of(then),
                    now));
          }
        });
    return changes;
  }

  /** The prompts that got worse, the worst first. */
  static List<PromptChange> worse(Metric metric, Evaluation before, Evaluation after) {
    return of(metric, before, after).stream()
        .filter(change -> change.harm() > 0)
        .sorted(Comparator.comparingDouble(PromptChange::harm).reversed())
        .toList();
  }

  private static Map<String, Double> means(Metric metric, Evaluation evaluation) {
    Map<String, DoubleSummaryStatistics> values = new TreeMap<>();
    for (ItemResult row : evaluation.results()) {
      metric
          .value(row)
          .ifPresent(
              value ->
                  values
                      .computeIfAbsent(row.id(), id -> new DoubleSummaryStatistics())
                      .accept(value));
    }
    Map<String, Double> means = new TreeMap<>();
    values.forEach((id, all) -> means.put(id, all.getAverage()));
    return means;
  }

  /** How much worse it got; a prompt of which nothing was known before counts as good then. */
  double harm() {
    return metric.higherIsBetter() ? before.orElse(1) - after : after - before.orElse(0);
  }

  /** Whether some answers were bad before, too, where low is good. */
  boolean wasBad() {
    return before.orElse(0) > 0;
  }

  /** How bad it is now, from 0 to 1. */
  double badness() {
    return metric.higherIsBetter() ? 1 - after : after;
  }
}
