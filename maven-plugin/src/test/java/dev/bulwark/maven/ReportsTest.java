package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.cli.Places;
import dev.bulwark.data.BadInput;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.GateReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  @TempDir Path folder;

  @Test
  void writesTheFormatsAskedFor() {
    Path page = folder.resolve("report.html");
    Reports.of(page, List.of("html", " SARIF"))
        .write(GateReport.of(Verdict.skipped("g", "Skipped."), Optional.empty()));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("report.html", "report.sarif");
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
