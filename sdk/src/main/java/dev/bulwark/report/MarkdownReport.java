package dev.bulwark.report;

import dev.bulwark.evaluate.Metric;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.BeforeAfter.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A report in at most 60 lines of Markdown, for a pull request or a job's summary: what was decided
 * and why, both sides, and the names of the prompts that are answered worse than before.
 *
 * @param report the report
 */
record MarkdownReport(GateReport report) {
  private static final int MOST_FINDINGS = 12;
  private static final int MOST_REASONS = 6;
  private static final int MOST_ROWS = 12;
  private static final int MOST_PROMPTS = 7;

  String text() {
    Verdict verdict = report.verdict();
    List<String> lines = new ArrayList<>();
    lines.add("# Safety gate " + Markdown.text(verdict.gate()) + ": " + verdict.status().name());
    lines.add("");
    lines.add(
        verdict.counts().attempted()
            + " prompts attempted, "
            + verdict.counts().assessed()
            + " assessed, "
            + verdict.counts().errored()
            + " with an error.");
    findings(lines);
    reasons(lines);
    sides(lines);
    prompts(lines);
    return String.join("\n", lines) + "\n";
  }

  private void findings(List<String> lines) {
    List<Finding> measured =
        report.verdict().findings().stream()
            .filter(finding -> finding.numbers().containsKey("estimate"))
            .sorted(Comparator.comparing(Finding::status))
            .toList();
    if (measured.isEmpty()) {
      return;
    }
    table(lines, FindingsTable.HEAD, new FindingsTable(measured).rows(), MOST_FINDINGS);
  }

  private void reasons(List<String> lines) {
    List<String> reasons =
        Stream.concat(report.verdict().obstacles().stream(), report.verdict().warnings().stream())
            .map(
                finding ->
                    (finding.status() == Status.PASS ? "WARNING" : finding.status())
                        + " "
                        + finding.message())
            .toList();
    list(lines, "## Why", reasons, MOST_REASONS);
  }

  private void sides(List<String> lines) {
    report
        .comparison()
        .ifPresent(
            both -> {
              List<Row> rows = new ArrayList<>(both.headlines());
              rows.addAll(both.byAttack());
              rows.addAll(both.byCategory());
              table(
                  lines,
                  List.of("metric", "before", "after", "n"),
                  rows.stream().map(MarkdownReport::cells).toList(),
                  MOST_ROWS);
            });
  }

  static List<String> cells(Row row) {
    return List.of(
        row.label(),
        row.before().map(Cell::text).orElse("-"),
        row.after().map(Cell::text).orElse("-"),
        String.valueOf(row.n()));
  }

  private void prompts(List<String> lines) {
    List<PromptChange> worse = report.answeredWorse();
    boolean known = worse.stream().allMatch(change -> change.before().isPresent());
    list(
        lines,
        known ? "## Newly answered badly" : "## Answered badly",
        worse.stream().map(this::words).toList(),
        MOST_PROMPTS);
  }

  private String words(PromptChange change) {
    String id = change.item().id();
    return id
        + (change.metric() == Metric.VIOLATION_RATE ? ", violation" : ", false refusal")
        + (change.wasBad() ? " more often than before" : "")
        + report
            .sources()
            .of(id)
            .map(source -> ", " + source.path() + " line " + source.line())
            .orElse("");
  }

  private static void table(
      List<String> lines, List<String> head, List<List<String>> rows, int most) {
    lines.add("");
    lines.add(Markdown.row(head));
    lines.add(Markdown.rule(head.size()));
    rows.stream().limit(most).map(Markdown::row).forEach(lines::add);
    more(lines, rows.size() - most);
  }

  private static void list(List<String> lines, String heading, List<String> items, int most) {
    if (items.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(heading);
    lines.add("");
    items.stream().limit(most).map(item -> "- " + Markdown.text(item)).forEach(lines::add);
    more(lines, items.size() - most);
  }

  private static void more(List<String> lines, int left) {
    if (left > 0) {
      lines.add("");
      lines.add("And " + left + " more.");
    }
  }
}
