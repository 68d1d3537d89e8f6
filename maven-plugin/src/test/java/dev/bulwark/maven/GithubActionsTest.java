package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.gate.Verdict;
import dev.bulwark.report.GateReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GithubActionsTest {
  private static final GateReport REPORT =
      GateReport.of(Verdict.broken("release", "CODE", "Broken."), Optional.empty());

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  private String told(Map<String, String> environment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new GithubActions(environment, new PrintStream(out, true, StandardCharsets.UTF_8))
        .tell(REPORT, warnings::add);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void annotatesAndAppendsToTheSummary() throws IOException {
    Path summary = folder.resolve("summary.md");
    Files.writeString(summary, "Of another step.\n");
    String out = told(Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString()));
    assertThat(out.strip()).isEqualTo("::error title=Gate release%3A ERROR::Broken.");
    assertThat(Files.readString(summary))
        .startsWith("Of another step.\n\n# Safety gate release: ERROR\n");
    assertThat(warnings).isEmpty();
  }

  @Test
  void aSummaryThatCantBeWrittenIsAWarning() {
    String out = told(Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", folder.toString()));
    assertThat(out).startsWith("::error ");
    assertThat(warnings)
        .containsExactly(
            "The job's summary lacks this gate. The file can't be written: Is a directory ("
                + folder
                + "). Free disk space or choose a folder that is writable.");
  }

  @Test
  void saysNothingElsewhere() {
    Path summary = folder.resolve("summary.md");
    assertThat(told(Map.of("GITHUB_STEP_SUMMARY", summary.toString()))).isEmpty();
    assertThat(summary).doesNotExist();
  }
}
