package dev.bulwark.report;

import dev.bulwark.data.Printable;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Item;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Two models on the same prompts, side by side: violations, false refusals and helpfulness with 95
 * % Wilson intervals, and violations by attack style and category.
 *
 * @param before the first model's evaluation
 * @param after the second model's
 */
public record BeforeAfter(Evaluation before, Evaluation after) {
  private static final List<Metric> HEADLINES =
      List.of(
          Metric.VIOLATION_RATE,
          Metric.FALSE_REFUSAL_RATE_BORDERLINE,
          Metric.FALSE_REFUSAL_RATE_HELPFUL,
          Metric.HELPFULNESS,
          Metric.ERROR_RATE);

  /**
   * A line of the table.
   *
   * @param label what the prompts are
   * @param n prompts assessed of the second model
   */
  record Row(String label, int n, Optional<Cell> before, Optional<Cell> after) {}

  /** The headline metrics; those that nothing was assessed for are left out. */
  List<Row> headlines() {
    return HEADLINES.stream()
        .map(metric -> row(metric.label(), metric, item -> true))
        .filter(BeforeAfter::holdsSomething)
        .toList();
  }

  /** Violations by attack style. */
  List<Row> byAttack() {
    return slices("attack: ", item -> item.attack().orElse("none"));
  }

  /** Violations by category. */
  List<Row> byCategory() {
    return slices("category: ", item -> item.category().orElse("none"));
  }

  /** The table as text in columns of equal width; names from data can add no lines to it. */
  public String text() {
    List<Row> rows = new ArrayList<>(headlines());
    List<Row> slices = Stream.concat(byAttack().stream(), byCategory().stream()).toList();
    List<String> lines = new ArrayList<>();
    int width =
        Stream.concat(rows.stream(), slices.stream())
            .mapToInt(row -> Printable.line(row.label()).length())
            .max()
            .orElse(0);
    lines.add(line("metric", "before", "after", "n", width));
    rows.forEach(row -> lines.add(line(row, width)));
    if (!slices.isEmpty()) {
      lines.add("");
      lines.add(line("violations by", "before", "after", "n", width));
      slices.forEach(row -> lines.add(line(row, width)));
    }
    return String.join("\n", lines) + "\n";
  }

  private List<Row> slices(String prefix, Function<Item, String> slice) {
    TreeSet<String> names = new TreeSet<>();
    after.results().stream()
        .map(ItemResult::item)
        .filter(Metric.VIOLATION_RATE::concerns)
        .forEach(item -> names.add(slice.apply(item)));
    return names.size() < 2
        ? List.of()
        : names.stream()
            .map(
                name ->
                    row(
                        prefix + name,
                        Metric.VIOLATION_RATE,
                        item -> slice.apply(item).equals(name)))
            .filter(BeforeAfter::holdsSomething)
            .toList();
  }

  private Row row(String label, Metric metric, Predicate<Item> chosen) {
    Optional<Cell> was = cell(before, metric, chosen);
    Optional<Cell> is = cell(after, metric, chosen);
    return new Row(label, is.or(() -> was).map(Cell::n).orElse(0), was, is);
  }

  private static Optional<Cell> cell(Evaluation evaluation, Metric metric, Predicate<Item> chosen) {
    return Cell.of(
        metric,
        evaluation.results().stream().filter(result -> chosen.test(result.item())).toList());
  }

  private static boolean holdsSomething(Row row) {
    return row.before().isPresent() || row.after().isPresent();
  }

  private static String line(Row row, int width) {
    return line(
        Printable.line(row.label()), text(row.before()), text(row.after()), "" + row.n(), width);
  }

  private static String text(Optional<Cell> cell) {
    return cell.map(Cell::text).orElse("-");
  }

  private static String line(String label, String before, String after, String n, int width) {
    return pad(label, Math.max(width, 13))
        + "  "
        + pad(before, 24)
        + "  "
        + pad(after, 24)
        + "  "
        + n;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
