package dev.bulwark.gate;

import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * A base prompt.
   *
   * @param items its prompts
   * @param bothBad those that were bad and are bad
   * @param newlyBad those that were good and are bad
   * @param newlyGood those that were bad and are good
   */
  record Cluster(int items, int bothBad, int newlyBad, int newlyGood) {
    private static final Cluster EMPTY = new Cluster(0, 0, 0, 0);

    private Cluster and(boolean was, boolean is) {
      return new Cluster(
          items + 1,
          bothBad + (was && is ? 1 : 0),
          newlyBad + (!was && is ? 1 : 0),
          newlyGood + (was && !is ? 1 : 0));
    }

    /** By which share of its prompts it got worse. */
    double change() {
      return (double) (newlyBad - newlyGood) / items;
    }
  }

  /** Pairs by id; both sides hold the same ids. */
  static Pairing of(Metric metric, List<ItemResult> before, List<ItemResult> now) {
    Map<String, Cluster> clusters = new TreeMap<>();
    int unpaired = 0;
    for (Couple couple : couples(before, now)) {
      if (!metric.concerns(couple.is().item())) {
        continue;
      }
      Optional<Boolean> is = metric.bad(couple.is());
      Optional<Boolean> was = metric.bad(couple.was());
      if (is.isPresent() && was.isPresent()) {
        String name = couple.is().item().cluster();
        clusters.put(name, clusters.getOrDefault(name, Cluster.EMPTY).and(was.get(), is.get()));
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

  private static List<Couple> couples(List<ItemResult> before, List<ItemResult> now) {
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

  /** Whether prompts have variants, and enough base prompts changed for draws of them. */
  boolean isBootstrappable() {
    return items() > clusters.size()
        && clusters.size() >= FEWEST_CLUSTERS
        && changedClusters() >= FEWEST_CHANGED;
  }

  /** Base prompts of which any prompt changed. */
  int changedClusters() {
    return (int) clusters.stream().filter(one -> one.newlyBad() + one.newlyGood() > 0).count();
  }

  /** Prompts in all. */
  int items() {
    return clusters.stream().mapToInt(Cluster::items).sum();
  }

  /** Prompts that got worse. */
  int itemsNewlyBad() {
    return clusters.stream().mapToInt(Cluster::newlyBad).sum();
  }

  /** Prompts that got better. */
  int itemsNewlyGood() {
    return clusters.stream().mapToInt(Cluster::newlyGood).sum();
  }

  /** Base prompts that got worse, each by the share of its prompts. */
  double newlyBad() {
    return sum(Cluster::newlyBad);
  }

  /** Base prompts that got better, each by the share of its prompts. */
  double newlyGood() {
    return sum(Cluster::newlyGood);
  }

  /** The share of bad prompts before. */
  double before() {
    return sum(one -> one.bothBad() + one.newlyGood()) / clusters.size();
  }

  /** The share of bad prompts now. */
  double now() {
    return sum(one -> one.bothBad() + one.newlyBad()) / clusters.size();
  }

  private double sum(ToDoubleFunction<Cluster> count) {
    return clusters.stream().mapToDouble(one -> count.applyAsDouble(one) / one.items()).sum();
  }

  private record Couple(ItemResult was, ItemResult is) {}
}
