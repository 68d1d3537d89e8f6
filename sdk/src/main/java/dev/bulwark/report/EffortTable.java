package dev.bulwark.report;

import dev.bulwark.evaluate.Effort;
import dev.bulwark.evaluate.Effort.Tokens;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/**
 * What the answers took on each side; a baseline keeps neither times nor tokens.
 *
 * @param both the two sides
 */
record EffortTable(BeforeAfter both) {

  Tag table() {
    return Tag.of("table")
        .add(
            Page.row(
                "th",
                "",
                "answers",
                "seconds in all",
                "median ms",
                "95 % within ms",
                "tokens read",
                "tokens written",
                "cost"))
        .add(row("before", both.before()))
        .add(row("after", both.after()));
  }

  private static Tag row(String side, Evaluation evaluation) {
    List<Effort> efforts = evaluation.results().stream().map(ItemResult::effort).toList();
    long[] millis = efforts.stream().mapToLong(Effort::millis).sorted().toArray();
    boolean timed = millis.length > 0 && millis[millis.length - 1] > 0;
    return Page.row(
        "td",
        side,
        String.valueOf(millis.length),
        timed
            ? String.format(
                Locale.ROOT, "%.1f", efforts.stream().mapToLong(Effort::millis).sum() / 1e3)
            : "-",
        timed ? String.valueOf(millis[(millis.length - 1) / 2]) : "-",
        timed ? String.valueOf(millis[(int) Math.ceil(0.95 * millis.length) - 1]) : "-",
        sum(efforts, Tokens::read),
        sum(efforts, Tokens::written),
        cost(efforts));
  }

  /** What all cost, and how many answers that leaves out whose price is not known. */
  private static String cost(List<Effort> efforts) {
    double[] known =
        efforts.stream()
            .flatMap(effort -> effort.tokens().stream())
            .map(Tokens::cost)
            .flatMapToDouble(OptionalDouble::stream)
            .toArray();
    if (known.length == 0) {
      return "-";
    }
    String sum = String.format(Locale.ROOT, "%.4f", Arrays.stream(known).sum());
    return known.length == efforts.size()
        ? sum
        : "%s for %d of %d".formatted(sum, known.length, efforts.size());
  }

  private static String sum(List<Effort> efforts, ToLongFunction<Tokens> side) {
    List<Tokens> known = efforts.stream().map(Effort::tokens).flatMap(Optional::stream).toList();
    return known.isEmpty()
        ? "-"
        : String.format(Locale.ROOT, "%,d", known.stream().mapToLong(side).sum());
  }
}
