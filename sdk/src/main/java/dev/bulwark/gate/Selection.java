package dev.bulwark.gate;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Slice;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The prompts that a gate looks at.
 *
 * @param categories their categories; empty for all prompts
 */
record Selection(List<String> categories) {

  Evaluation of(Evaluation evaluation) {
    return new Evaluation(evaluation.header(), selected(evaluation.results()));
  }

  Baseline of(Baseline baseline) {
    return new Baseline(baseline.header(), selected(baseline.results()), baseline.terms());
  }

  /** Why a gate can't decide on what is selected. */
  Optional<Finding> obstacle(Evaluation evaluation) {
    return nothingIn(evaluation).or(() -> unknownIn(evaluation));
  }

  /** A gate that looks at no prompt knows nothing. */
  private Optional<Finding> nothingIn(Evaluation evaluation) {
    return selected(evaluation.results()).isEmpty()
        ? Optional.of(
            Finding.whole(
                Status.NO_RESULTS,
                "NO_ITEMS_SELECTED",
                "Of the categories "
                    + String.join(", ", categories)
                    + " there is no item: 0 prompts are left to decide on."))
        : Optional.empty();
  }

  /** A name that selects nothing may be another's, mistyped. */
  private Optional<Finding> unknownIn(Evaluation evaluation) {
    Set<String> there =
        evaluation.results().stream()
            .map(row -> Slice.Key.CATEGORY.of(row.item()))
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> unknown =
        categories.stream().filter(name -> !there.contains(name)).distinct().toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.whole(
                Status.ERROR,
                "UNKNOWN_CATEGORY",
                "No prompt is of the category '%s' that the gate is to look at. There are %s."
                    .formatted(String.join("', '", unknown), String.join(", ", there))));
  }

  private List<ItemResult> selected(List<ItemResult> results) {
    return categories.isEmpty()
        ? results
        : results.stream()
            .filter(row -> categories.contains(Slice.Key.CATEGORY.of(row.item())))
            .toList();
  }
}
