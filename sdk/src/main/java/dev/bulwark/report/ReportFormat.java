package dev.bulwark.report;

import java.nio.file.Path;

/** How a gate's report can be written. */
public enum ReportFormat {
  /** One page for people, which loads nothing. */
  HTML("", ".html"),
  /** A summary of at most 60 lines, for pull requests and job summaries. */
  MARKDOWN("", ".md"),
  /** JUnit's XML, for whatever shows test results: a case for each rule and slice. */
  JUNIT("TEST-", ".xml"),
  /** SARIF 2.1.0, for code scanning: a result for each prompt that is answered worse. */
  SARIF("", ".sarif");

  private final String prefix;
  private final String suffix;

  ReportFormat(String prefix, String suffix) {
    this.prefix = prefix;
    this.suffix = suffix;
  }

  /**
   * The file of this format that belongs to a page.
   *
   * @param page the page, such as {@code report.html}
   */
  public Path beside(Path page) {
    if (this == HTML) {
      return page;
    }
    String name = page.getFileName().toString().replaceFirst("\\.html?$", "");
    return page.resolveSibling(prefix + name + suffix);
  }
}
