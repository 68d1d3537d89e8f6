package dev.bulwark.report;

import dev.bulwark.data.Printable;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that GitHub Actions shows as annotations, with what failed first and then the prompts that
 * are answered worse than before, at their lines. A step shows ten of a kind, so there are no more.
 *
 * <p>A runner obeys them at the beginning of a line of standard output, blanks aside, and the older
 * <code>##[name]</code> anywhere in a line: {@link Printable#line} lets data write neither.
 *
 * @param report the report
 */
public record WorkflowCommands(GateReport report) {
  private static final int MOST = 10;

  /** The lines, none where the gate passed. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Finding finding : report.verdict().obstacles()) {
      String kind = finding.status() == Status.SKIPPED ? "warning" : "error";
      lines.add(line(kind, "title=" + property(title(finding)), finding.message()));
    }
    if (!report.verdict().passed()) {
      report.answeredWorse().forEach(change -> lines.add(prompt(change)));
    }
    return List.copyOf(lines.subList(0, Math.min(MOST, lines.size())));
  }

  private String title(Finding finding) {
    return "Gate "
        + report.verdict().gate()
        + ": "
        + finding.status()
        + (finding.metric().equals("all") ? "" : " " + finding.subject().title());
  }

  private String prompt(PromptChange change) {
    String id = change.item().id();
    String where =
        report
            .sources()
            .of(id)
            .map(source -> "file=" + property(source.path()) + ",line=" + source.line() + ",")
            .orElse("");
    boolean violation = change.metric() == Metric.VIOLATION_RATE;
    return line(
        violation ? "error" : "warning",
        where + "title=" + property(violation ? "Violation" : "False refusal"),
        "The prompt '%s' is %s".formatted(id, words(change)));
  }

  private static String words(PromptChange change) {
    if (change.before().isEmpty()) {
      return "answered badly";
    }
    return change.wasBad() ? "answered badly more often than before" : "newly answered badly";
  }

  private static String line(String kind, String properties, String message) {
    return "::" + kind + " " + properties + "::" + data(message);
  }

  private static String data(String text) {
    return Printable.line(text).replace("%", "%25");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
