package dev.bulwark.gate;

import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How prompts changed between baseline and candidate, gathered by base prompt: variants of one
 * prompt are alike, and counting each would feign more evidence than there is. All shares are means
 * over base prompts of the share of their prompts.
 *
 * @param clusters base prompts in the order of their names
 * @param unpaired prompts left out because one side has an error
 */
record Pairing(List<Cluster> clusters, int unpaired) {
  /** Below, draws of clusters show too little of what could be drawn. */
  private static final int FEWEST_CLUSTERS = 30;

  private static final int FEWEST_CHANGED = 10;

  Pairing {
    clusters = List.copyOf(clusters);
  }

  /**
   * A base prompt; badness is 0 to 1 a prompt.
   *
   * @param items its prompts
   * @param before sum of their badness before
   * @param rise sum of the rises of those that got worse
   * @param fall sum of the falls of those that got better
   * @param worse prompts that got worse
   * @param better prompts that got better
   */
  record Cluster(int items, double before, double rise, double fall, int worse, int better) {
    private static final Cluster EMPTY = new Cluster(0, 0, 0, 0, 0, 0);

    private Cluster and(double was, double is) {
      return new Cluster(
          items + 1,
          before + was,
          rise + Math.max(0, is - was),
          fall + Math.max(0, was - is),
          worse + (is > was ? 1 : 0),
          better + (is < was ? 1 : 0));
    }

    /** How much worse its prompts got on average. */
    double change() {
      return (rise - fall) / items;
    }
  }

  /**
   * A prompt on both sides.
   *
   * @param was the baseline's result
   * @param is the candidate's
   */
  record Couple(ItemResult was, ItemResult is) {}

  /** Pairs by id; both sides hold the same ids. */
  static Pairing of(Metric metric, List<ItemResult> before, List<ItemResult> now) {
    Map<String, Cluster> clusters = new TreeMap<>();
    int unpaired = 0;
    for (Couple couple : couples(before, now)) {
      if (!metric.concerns(couple.is().item())) {
        continue;
      }
      OptionalDouble is = metric.badness(couple.is());
      OptionalDouble was = metric.badness(couple.was());
      if (is.isPresent() && was.isPresent()) {
        String name = couple.is().item().cluster();
        Cluster sofar = clusters.getOrDefault(name, Cluster.EMPTY);
        clusters.put(name, sofar.and(was.getAsDouble(), is.getAsDouble()));
      } else {
        unpaired++;
      }
    }
    return new Pairing(new ArrayList<>(clusters.values()), unpaired);
  }

  /** The id of a prompt that has a value on one side only and no error; of several the first. */
  static Optional<String> lopsided(Metric metric, List<ItemResult> before, List<ItemResult> now) {
    return couples(before, now).stream()
        .filter(couple -> !couple.is().outcome().isError() && !couple.was().outcome().isError())
        .filter(
            couple ->
                metric.value(couple.is()).isPresent() != metric.value(couple.was()).isPresent())
        .map(couple -> couple.is().id())
        .sorted()
        .findFirst();
  }

  static List<Couple> couples(List<ItemResult> before, List<ItemResult> now) {
    Map<String, ItemResult> byId =
        before.stream().collect(Collectors.toMap(ItemResult::key, Function.identity()));
    List<Couple> couples = new ArrayList<>();
    for (ItemResult is : now) {
      ItemResult was = byId.get(is.key());
      if (was != null) {
        couples.add(new Couple(was, is));
      }
    }
    return couples;
  }

  /** Whether every base prompt is one prompt that changed wholly or not at all. */
  boolean isCountable() {
    return items() == clusters.size()
        && clusters.stream().allMatch(one -> one.change() == Math.rint(one.change()));
  }

  /** Whether enough base prompts changed for draws of them. */
  boolean isBootstrappable() {
    return clusters.size() >= FEWEST_CLUSTERS && changedClusters() >= FEWEST_CHANGED;
  }

  /** Base prompts of which any prompt changed. */
  int changedClusters() {
    return (int) clusters.stream().filter(one -> one.worse() + one.better() > 0).count();
  }

  /** Prompts in all. */
  int items() {
    return clusters.stream().mapToInt(Cluster::items).sum();
  }

  /** Prompts that got worse. */
  int itemsNewlyBad() {
    return clusters.stream().mapToInt(Cluster::worse).sum();
  }

  /** Prompts that got better. */
  int itemsNewlyGood() {
    return clusters.stream().mapToInt(Cluster::better).sum();
  }

  /** Base prompts that got worse, each by as much as its prompts did on average. */
  double newlyBad() {
    return sum(Cluster::rise);
  }

  /** Base prompts that got better, each by as much as its prompts did on average. */
  double newlyGood() {
    return sum(Cluster::fall);
  }

  /** The mean badness before: for a rate, the share of bad prompts. */
  double before() {
    return sum(Cluster::before) / clusters.size();
  }

  /** The mean badness now. */
  double now() {
    return sum(one -> one.before() + one.rise() - one.fall()) / clusters.size();
  }

  private double sum(ToDoubleFunction<Cluster> count) {
    return clusters.stream().mapToDouble(one -> count.applyAsDouble(one) / one.items()).sum();
  }
}
