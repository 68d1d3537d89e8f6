package dev.bulwark.report;

import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.ItemResult.Texts;
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
  private static final int MOST_ANSWERS = 50;

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
    Tag content = Tag.of("main").add(decision());
    comparison.ifPresent(both -> show(content, both));
    return Page.of(title, content);
  }

  private static void show(Tag body, BeforeAfter both) {
    body.add(Tag.of("h2").text("Before and after"))
        .add(table(both.headlines()))
        .add(Bars.of(both.headlines()));
    slices(body, "Violations by attack style", both.byAttack());
    slices(body, "Violations by category", both.byCategory());
    answers(body, both);
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
    Tag table = Tag.of("table").add(line("th", "metric", "before", "after", "n"));
    for (Row row : rows) {
      table.add(
          line(
              "td",
              row.label(),
              row.before().map(Cell::text).orElse("-"),
              row.after().map(Cell::text).orElse("-"),
              Integer.toString(row.n())));
    }
    return table;
  }

  private static Tag line(String cell, String... texts) {
    Tag line = Tag.of("tr");
    for (String text : texts) {
      line.add(Tag.of(cell).text(text));
    }
    return line;
  }

  private static void answers(Tag body, BeforeAfter both) {
    List<ItemResult> bad =
        both.after().results().stream()
            .filter(
                result ->
                    Metric.VIOLATION_RATE.bad(result).orElse(false)
                        || Metric.FALSE_REFUSAL_RATE.bad(result).orElse(false))
            .filter(result -> result.texts().isPresent())
            .toList();
    if (bad.isEmpty()) {
      return;
    }
    body.add(Tag.of("h2").text("Violations and false refusals"));
    Tag folded =
        Tag.of("details")
            .add(
                Tag.of("summary")
                    .text(
                        "Content warning: the prompts and answers in here can be harmful or"
                            + " offensive. The first "
                            + Math.min(MOST_ANSWERS, bad.size())
                            + " of "
                            + bad.size()
                            + "."));
    bad.stream()
        .limit(MOST_ANSWERS)
        .forEach(result -> result.texts().ifPresent(texts -> folded.add(item(result, texts))));
    body.add(folded);
  }

  private static Tag item(ItemResult result, Texts texts) {
    return Tag.of("details")
        .add(Tag.of("summary").text(result.outcome() + " " + result.id()))
        .add(Tag.of("pre").text(texts.prompt()))
        .add(Tag.of("pre").text(texts.answer()));
  }
}
