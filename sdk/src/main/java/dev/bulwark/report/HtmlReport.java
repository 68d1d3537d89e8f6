package dev.bulwark.report;

import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.BeforeAfter.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One page that says how two models compare and what the gate decided. It loads nothing from
 * anywhere; prompts and answers are folded behind a warning, where they were kept at all.
 *
 * @param title the page's heading
 * @param comparison the two models; empty where there are no results to show
 * @param verdict what the gate says about the second
 */
public record HtmlReport(String title, Optional<BeforeAfter> comparison, Verdict verdict) {
  private static final String STYLE =
      """
      circle{fill:#b42318}circle.PASS{fill:#1a7f37}.margin{stroke:#b42318;stroke-width:2}
      .mde{stroke:#2f6fab;stroke-width:2}.square{max-width:26rem}.curve,.tail,.dots{fill:none}
      .curve{stroke-width:2}.curve.before,.tail.before{stroke:#808a9a}
      .curve.after,.tail.after,.dots{stroke:#2f6fab}.tail{stroke-dasharray:5 4;stroke-width:2}
      .dots{stroke-width:3;stroke-linecap:round;stroke-opacity:.5}.worse{stroke:#b42318}
      """;

  /** A page on two models. */
  public HtmlReport(String title, BeforeAfter comparison, Verdict verdict) {
    this(title, Optional.of(comparison), verdict);
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @throws dev.bulwark.data.BadInput where the file can't be written
   */
  public void write(Path file) {
    WholeFile.write(file, html());
  }

  /** The page. */
  public String html() {
    Tag body = Tag.of("main").add(decision());
    evidence(body);
    comparison.ifPresent(both -> show(body, both));
    return Page.of(title, STYLE, body);
  }

  private void evidence(Tag body) {
    List<Finding> compared = EvidencePanel.comparisons(verdict.findings());
    if (!compared.isEmpty()) {
      EvidencePanel panel = new EvidencePanel(compared);
      body.add(Tag.of("h2").text("What the comparisons could see"))
          .add(
              Tag.of("p")
                  .text(
                      "Harm is a change for the worse. A line is the harm with its bounds, the red"
                          + " mark is the margin, the blue one the smallest harm that so many"
                          + " prompts would show (MDE)."))
          .add(panel.table())
          .add(panel.plot());
    }
  }

  private static void show(Tag body, BeforeAfter both) {
    body.add(Tag.of("h2").text("Before and after"))
        .add(table(both.headlines()))
        .add(Bars.of(both.headlines()));
    slices(body, "Violations by attack style", both.byAttack());
    slices(body, "Violations by category", both.byCategory());
    heatMap(body, both.after());
    scores(body, both);
    new WorstPrompts(both).addTo(body);
    body.add(Tag.of("h2").text("Time and tokens")).add(new EffortTable(both).table());
  }

  private static void heatMap(Tag body, Evaluation after) {
    HeatMap map = new HeatMap(after);
    if (map.isWorthShowing()) {
      body.add(Tag.of("h2").text("Violations by category and attack")).add(map.table());
    }
  }

  private static void scores(Tag body, BeforeAfter both) {
    List<PromptChange> changes =
        PromptChange.of(Metric.SAFETY_TAIL, both.before(), both.after()).stream()
            .filter(change -> change.before().isPresent())
            .toList();
    if (!changes.isEmpty()) {
      ScorePlots plots = new ScorePlots(changes);
      body.add(Tag.of("h2").text("Safety scores"))
          .add(
              Tag.of("p")
                  .text(
                      "Grey is before, blue after. On the left the lowest quarter of the scores,"
                          + " with the mean of the tail dashed; on the right each prompt, in red"
                          + " those that got worse."))
          .add(plots.lowEnd())
          .add(plots.scatter());
    }
  }

  private Tag decision() {
    String status = verdict.status().name();
    Tag list = Tag.of("ul");
    for (Finding finding : verdict.findings()) {
      list.add(
          Tag.of("li")
              .add(Tag.of("b").with("class", finding.status().name()).text(finding.status() + " "))
              .text(finding.message()));
    }
    return Tag.of("section")
        .add(Tag.of("h2").text("Gate " + verdict.gate()))
        .add(Tag.of("p").with("class", "status " + status).text(status))
        .add(list);
  }

  private static void slices(Tag body, String heading, List<Row> rows) {
    if (!rows.isEmpty()) {
      body.add(Tag.of("h2").text(heading)).add(table(rows)).add(Bars.of(rows));
    }
  }

  private static Tag table(List<Row> rows) {
    Tag table = Tag.of("table").add(Page.row("th", "metric", "before", "after", "n"));
    for (Row row : rows) {
      table.add(
          Page.row(
              "td",
              row.label(),
              row.before().map(Cell::text).orElse("-"),
              row.after().map(Cell::text).orElse("-"),
              Integer.toString(row.n())));
    }
    return table;
  }
}
