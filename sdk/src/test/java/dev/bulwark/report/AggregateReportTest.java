package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.AggregateReport.Module;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregateReportTest {
  @TempDir Path folder;

  @Test
  void aVerdictThatIsReadBackIsTheOneThatWasWritten() {
    Verdict verdict = new HostileRuns(" <b>|").verdict();
    Path file = folder.resolve("verdict.json");
    verdict.write(file);
    assertThat(Verdict.read(file).json()).isEqualTo(verdict.json());
  }

  @Test
  void aModuleWithoutAVerdictIsNoPass() {
    Module fails = new Module("b", Optional.of(new HostileRuns(" <b>|").verdict()));
    AggregateReport report = new AggregateReport(List.of(fails, new Module("c", Optional.empty())));
    assertThat(new AggregateReport(List.of(fails)).status()).isEqualTo(Status.FAIL);
    assertThat(report.status()).isEqualTo(Status.NO_RESULTS);
    assertThat(report.markdown())
        .startsWith("# Safety gates: NO_RESULTS\n")
        .contains(
            "| c | - | NO&#95;RESULTS | - | - | - | There is no verdict&#58; check did not run. |");
    assertThat(report.html()).contains("<td>release &lt;b&gt;|</td><td>FAIL</td><td>400</td>");
    assertThat(new AggregateReport(List.of()).status()).isEqualTo(Status.NO_RESULTS);
  }
}
