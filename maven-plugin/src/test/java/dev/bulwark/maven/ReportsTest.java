package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.cli.Places;
import dev.bulwark.data.BadInput;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.GateReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  private static final GateReport REPORT =
      GateReport.of(Verdict.skipped("g", "Skipped."), Optional.empty());

  @TempDir Path folder;
  private final Unwritten unwritten = new Unwritten();

  @Test
  void writesTheFormatsAskedFor() {
    Path page = folder.resolve("report.html");
    Reports.of(page, List.of("html", " SARIF")).write(REPORT, unwritten);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("report.html", "report.sarif");
    assertThatCode(unwritten::orThrow).doesNotThrowAnyException();
  }

  @Test
  void writesTheRestWhereOneCantBeWritten() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("report.html/full")).getParent();
    Reports.of(taken, List.of("HTML", "MARKDOWN")).write(REPORT, unwritten);
    assertThat(folder.resolve("report.md")).exists();
    assertThat(unwritten.reasons()).hasSize(1);
    assertThatThrownBy(unwritten::orThrow)
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("The file can't be written: ")
        .hasMessageEndingWith(
            " (" + taken + "). Free disk space or choose a folder that is writable.");
  }

  @Test
  void everyReportIsAnOutputThatAnEarlierRunMayHaveLeft() {
    assertThat(Reports.writing(Places.none(), Path.of("t/report.html")).writes().values())
        .extracting(Path::toString)
        .containsExactly("t/report.html", "t/report.md", "t/TEST-report.xml", "t/report.sarif");
  }

  @Test
  void namesTheKnownFormats() {
    assertThatThrownBy(() -> Reports.of(folder, List.of("PDF")))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The format 'PDF' is unknown (<formats>). Use some of [HTML, MARKDOWN, JUNIT, SARIF].");
  }
}
