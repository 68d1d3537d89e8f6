package dev.bulwark.gate;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Slice;
import java.util.List;
import java.util.Optional;

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

  /** What to say where nothing was selected: a gate that looks at no prompt knows nothing. */
  Optional<Finding> nothingIn(Evaluation evaluation) {
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

  private List<ItemResult> selected(List<ItemResult> results) {
    return categories.isEmpty()
        ? results
        : results.stream()
            .filter(row -> categories.contains(Slice.Key.CATEGORY.of(row.item())))
            .toList();
  }
}
