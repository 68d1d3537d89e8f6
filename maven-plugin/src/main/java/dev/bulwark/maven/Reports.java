package dev.bulwark.maven;

import dev.bulwark.cli.Places;
import dev.bulwark.data.BadInput;
import dev.bulwark.report.GateReport;
import dev.bulwark.report.ReportFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The reports of a check, all beside its page and named after it.
 *
 * @param page the page, such as {@code report.html}
 * @param formats which to write
 */
record Reports(Path page, List<ReportFormat> formats) {

  /**
   * Reports in formats by name.
   *
   * @throws BadInput for a name that is none, with those that are
   */
  static Reports of(Path page, List<String> names) {
    return new Reports(page, names.stream().map(Reports::named).toList());
  }

  private static ReportFormat named(String name) {
    String wanted = name.strip().toUpperCase(Locale.ROOT);
    return Arrays.stream(ReportFormat.values())
        .filter(format -> format.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInput(
                    "The format '" + name + "' is unknown",
                    "<formats>",
                    "Use some of " + Arrays.toString(ReportFormat.values())));
  }

  /** With every report as an output, also those that are not written now: an old one is none. */
  static Places writing(Places places, Path page) {
    Places more = places;
    for (ReportFormat format : ReportFormat.values()) {
      String name = format == ReportFormat.HTML ? "report" : "report as " + format;
      more = more.writing(name, format.beside(page));
    }
    return more;
  }

  /** Writes all that can be written. */
  void write(GateReport report, Unwritten unwritten) {
    formats.forEach(format -> unwritten.attempt(() -> report.write(format, format.beside(page))));
  }
}
