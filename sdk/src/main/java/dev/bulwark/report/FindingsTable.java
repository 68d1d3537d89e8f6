package dev.bulwark.report;

import dev.bulwark.gate.Finding;
import java.util.List;
import java.util.Locale;

/**
 * Findings as a table of plain texts, for whatever can show one; a dash stands for a number that
 * the finding does not have.
 *
 * @param findings what to show, a row each
 */
public record FindingsTable(List<Finding> findings) {
  /** What the columns are called. */
  public static final List<String> HEAD =
      List.of("status", "metric", "rule", "estimate", "bounds", "demanded", "n", "MDE");

  /** Copies the findings. */
  public FindingsTable {
    findings = List.copyOf(findings);
  }

  /** The rows, each with as many texts as {@link #HEAD}; those of data are not escaped. */
  public List<List<String>> rows() {
    return findings.stream().map(FindingsTable::cells).toList();
  }

  private static List<String> cells(Finding finding) {
    String lower = number(finding, "lower");
    return List.of(
        finding.status().name(),
        finding.subject().title(),
        finding.rule(),
        number(finding, "estimate"),
        lower.equals("-") ? "-" : lower + " to " + number(finding, "upper"),
        number(finding, finding.numbers().containsKey("limit") ? "limit" : "margin"),
        count(finding),
        number(finding, "mde"));
  }

  private static String number(Finding finding, String name) {
    Double value = finding.numbers().get(name);
    return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String count(Finding finding) {
    Double n = finding.numbers().get("n");
    return n == null ? "-" : String.format(Locale.ROOT, "%.0f", n);
  }
}
