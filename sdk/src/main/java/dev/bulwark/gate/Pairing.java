package dev.bulwark.gate;

import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How clusters changed between baseline and candidate. A cluster is bad where any of its prompts
 * is: variants of one prompt are alike, and counting each would feign more evidence than there is.
 *
 * @param bothBad clusters that were bad and are bad
 * @param newlyBad clusters that were good and are bad
 * @param newlyGood clusters that were bad and are good
 * @param n clusters in all
 * @param unpaired prompts left out because one side has an error
 */
record Pairing(int bothBad, int newlyBad, int newlyGood, int n, int unpaired) {

  /** Pairs by id; both sides hold the same ids. */
  static Pairing of(Metric metric, List<ItemResult> before, List<ItemResult> now) {
    Map<String, Pair> clusters = new HashMap<>();
    int unpaired = 0;
    for (Couple couple : couples(before, now)) {
      if (!metric.concerns(couple.is().item())) {
        continue;
      }
      Optional<Boolean> is = metric.bad(couple.is());
      Optional<Boolean> was = metric.bad(couple.was());
      if (is.isPresent() && was.isPresent()) {
        clusters.merge(couple.is().item().cluster(), new Pair(was.get(), is.get()), Pair::or);
      } else {
        unpaired++;
      }
    }
    return count(clusters.values(), unpaired);
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
        before.stream().collect(Collectors.toMap(ItemResult::id, Function.identity()));
    List<Couple> couples = new ArrayList<>();
    for (ItemResult is : now) {
      ItemResult was = byId.get(is.id());
      if (was != null) {
        couples.add(new Couple(was, is));
      }
    }
    return couples;
  }

  private static Pairing count(Collection<Pair> pairs, int unpaired) {
    int both = 0;
    int bad = 0;
    int good = 0;
    for (Pair pair : pairs) {
      both += pair.was() && pair.is() ? 1 : 0;
      bad += !pair.was() && pair.is() ? 1 : 0;
      good += pair.was() && !pair.is() ? 1 : 0;
    }
    return new Pairing(both, bad, good, pairs.size(), unpaired);
  }

  /** The share of bad clusters before. */
  double before() {
    return (double) (bothBad + newlyGood) / n;
  }

  /** The share of bad clusters now. */
  double now() {
    return (double) (bothBad + newlyBad) / n;
  }

  private record Couple(ItemResult was, ItemResult is) {}

  private record Pair(boolean was, boolean is) {
    Pair or(Pair other) {
      return new Pair(was || other.was, is || other.is);
    }
  }
}
