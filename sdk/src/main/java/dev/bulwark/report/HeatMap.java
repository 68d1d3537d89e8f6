package dev.bulwark.report;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Violations by category and attack, the more the redder; a cell without prompts stays empty.
 *
 * @param evaluation the results
 */
record HeatMap(Evaluation evaluation) {

  /** Whether there is more than one cell. */
  boolean isWorthShowing() {
    List<ItemResult> rows = harmful();
    return Slice.of(Slice.Key.CATEGORY, rows).size() > 1
        && Slice.of(Slice.Key.ATTACK, rows).size() > 1;
  }

  Tag table() {
    List<ItemResult> rows = harmful();
    List<Slice> attacks = Slice.of(Slice.Key.ATTACK, rows);
    List<String> head = new ArrayList<>(List.of("category"));
    attacks.forEach(attack -> head.add(attack.label()));
    Tag table = Tag.of("table").add(Page.row("th", head.toArray(String[]::new)));
    for (Slice category : Slice.of(Slice.Key.CATEGORY, rows)) {
      Tag row = Tag.of("tr").add(Tag.of("td").text(category.label()));
      attacks.forEach(attack -> row.add(cell(attack.of(category.of(rows)))));
      table.add(row);
    }
    return table;
  }

  private List<ItemResult> harmful() {
    return evaluation.results().stream()
        .filter(row -> Metric.VIOLATION_RATE.concerns(row.item()))
        .toList();
  }

  private static Tag cell(List<ItemResult> rows) {
    return Cell.of(Metric.VIOLATION_RATE, rows)
        .map(
            cell ->
                Tag.of("td")
                    .with(
                        "style",
                        String.format(
                            Locale.ROOT, "background:rgba(180,35,24,%.2f)", cell.estimate()))
                    .text(
                        String.format(
                            Locale.ROOT, "%.1f %% of %d", 100 * cell.estimate(), cell.n())))
        .orElseGet(() -> Tag.of("td"));
  }
}
