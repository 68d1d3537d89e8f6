package dev.bulwark.report;

import dev.bulwark.data.Printable;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.report.BeforeAfter.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * What changed between two runs, prompt by prompt. Names alone, no words of prompts or answers.
 *
 * @param both the two runs
 */
public record DiffReport(BeforeAfter both) {
  private static final int MOST_IN_LOG = 20;

  private static final List<Metric> LOOKED_AT =
      List.of(Metric.VIOLATION_RATE, Metric.FALSE_REFUSAL_RATE);

  /** The table of both sides and the first of the prompts, for a log. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(both.text().lines().toList());
    section(lines, "Newly answered badly", worse(both.before(), both.after()));
    section(lines, "No longer answered badly", worse(both.after(), both.before()));
    return List.copyOf(lines);
  }

  private static void section(List<String> lines, String heading, List<String> names) {
    lines.add(heading + ": " + (names.isEmpty() ? "none" : names.size()));
    names.stream().limit(MOST_IN_LOG).forEach(name -> lines.add("  " + Printable.line(name)));
    if (names.size() > MOST_IN_LOG) {
      lines.add("  and " + (names.size() - MOST_IN_LOG) + " more");
    }
  }

  /** The whole as Markdown; the same runs give the same bytes. */
  public String markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# What changed");
    lines.add("");
    lines.add(Markdown.row(List.of("metric", "before", "after", "n")));
    lines.add(Markdown.rule(4));
    List<Row> rows = new ArrayList<>(both.headlines());
    rows.addAll(both.byAttack());
    rows.addAll(both.byCategory());
    rows.stream().map(MarkdownReport::cells).map(Markdown::row).forEach(lines::add);
    list(lines, "## Newly answered badly", worse(both.before(), both.after()));
    list(lines, "## No longer answered badly", worse(both.after(), both.before()));
    return String.join("\n", lines) + "\n";
  }

  private static void list(List<String> lines, String heading, List<String> names) {
    lines.add("");
    lines.add(heading);
    lines.add("");
    names.forEach(name -> lines.add("- " + Markdown.text(name)));
    if (names.isEmpty()) {
      lines.add("None.");
    }
  }

  /** Prompts that both runs hold and that are bad in the second only, or more often there. */
  private static List<String> worse(Evaluation before, Evaluation after) {
    List<String> names = new ArrayList<>();
    for (Metric metric : LOOKED_AT) {
      PromptChange.worse(metric, before, after).stream()
          .filter(change -> change.before().isPresent())
          .forEach(
              change ->
                  names.add(
                      change.item().id()
                          + (metric == Metric.VIOLATION_RATE ? ", violation" : ", false refusal")));
    }
    return names;
  }
}
