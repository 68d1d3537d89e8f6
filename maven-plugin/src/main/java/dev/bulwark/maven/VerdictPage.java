package dev.bulwark.maven;

import dev.bulwark.data.Printable;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.FindingsTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.doxia.sink.impl.SinkEventAttributeSet.Semantics;

/**
 * Shows a verdict on a page of a Maven site. Neither words of prompts nor of answers are on it: a
 * verdict has none.
 *
 * <p>It writes to the sink itself. The renderer that Maven's reporting offers takes braces in a
 * cell for a link, and cells hold names from data.
 *
 * @param sink takes the page; text is escaped there
 */
record VerdictPage(Sink sink) {
  private static final List<String> MADE =
      List.of("", "model", "prompts", "judge", "decoding", "rows");

  /**
   * Writes the page.
   *
   * @param shown what there is to say
   * @param report the address of the whole report; empty where there is none
   */
  void render(SiteVerdict shown, Optional<String> report) {
    String title =
        shown.verdict().map(verdict -> "Safety gate " + verdict.gate()).orElse("Safety gate");
    sink.head();
    sink.title();
    text(title);
    sink.title_();
    sink.head_();
    sink.body();
    sink.section(1, null);
    sink.sectionTitle(1, null);
    text(title);
    sink.sectionTitle_(1);
    sink.paragraph();
    sink.inline(Semantics.STRONG);
    text(shown.status().name());
    sink.inline_();
    sink.paragraph_();
    shown
        .verdict()
        .ifPresentOrElse(
            verdict -> decided(verdict, shown.notes(), report), () -> paragraph(shown.absence()));
    sink.section_(1);
    sink.body_();
    sink.flush();
  }

  private void decided(Verdict verdict, List<String> notes, Optional<String> report) {
    Verdict.Counts counts = verdict.counts();
    paragraph(
        counts.attempted()
            + " prompts attempted, "
            + counts.assessed()
            + " assessed, "
            + counts.errored()
            + " with an error.");
    notes.forEach(this::paragraph);
    reasons(verdict);
    table("Rules", FindingsTable.HEAD, rows(verdict, false));
    table("Slices", FindingsTable.HEAD, rows(verdict, true));
    table("What was judged", MADE, runs(verdict));
    report.ifPresent(this::link);
  }

  private void reasons(Verdict verdict) {
    List<String> reasons =
        Stream.concat(
                verdict.obstacles().stream()
                    .map(finding -> finding.status() + " " + finding.message()),
                verdict.warnings().stream().map(finding -> "WARNING " + finding.message()))
            .toList();
    if (reasons.isEmpty()) {
      return;
    }
    startSection("Why");
    sink.list();
    for (String reason : reasons) {
      sink.listItem();
      text(reason);
      sink.listItem_();
    }
    sink.list_();
    sink.section_(2);
  }

  /** What rules came to, the bad first; what concerns the gate as a whole is among the reasons. */
  private static List<List<String>> rows(Verdict verdict, boolean ofSlices) {
    List<Finding> findings =
        Stream.concat(verdict.obstacles().stream(), passes(verdict))
            .filter(finding -> !finding.rule().equals("gate"))
            .filter(finding -> finding.subject().slice().isPresent() == ofSlices)
            .toList();
    return new FindingsTable(findings).rows();
  }

  private static Stream<Finding> passes(Verdict verdict) {
    return verdict.findings().stream().filter(finding -> finding.status() == Status.PASS);
  }

  private static List<List<String>> runs(Verdict verdict) {
    return Stream.concat(
            verdict.run().stream().map(run -> made("results", run)),
            verdict.baselines().stream().map(run -> made("baseline", run)))
        .toList();
  }

  private static List<String> made(String what, RunHeader run) {
    return List.of(
        what, run.model(), run.suite(), run.judge(), run.decoding().toString(), run.rows());
  }

  private void table(String heading, List<String> head, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    startSection(heading);
    sink.table();
    sink.tableRows();
    sink.tableRow();
    for (String name : head) {
      sink.tableHeaderCell();
      text(name);
      sink.tableHeaderCell_();
    }
    sink.tableRow_();
    rows.forEach(this::row);
    sink.tableRows_();
    sink.table_();
    sink.section_(2);
  }

  private void row(List<String> cells) {
    sink.tableRow();
    for (String cell : cells) {
      sink.tableCell();
      text(cell);
      sink.tableCell_();
    }
    sink.tableRow_();
  }

  private void startSection(String heading) {
    sink.section(2, null);
    sink.sectionTitle(2, null);
    text(heading);
    sink.sectionTitle_(2);
  }

  private void paragraph(String words) {
    sink.paragraph();
    text(words);
    sink.paragraph_();
  }

  private void link(String address) {
    sink.paragraph();
    sink.link(address);
    text("The whole report");
    sink.link_();
    text(", which shows prompts and answers where their words were kept.");
    sink.paragraph_();
  }

  private void text(String words) {
    sink.text(Printable.line(words));
  }
}
