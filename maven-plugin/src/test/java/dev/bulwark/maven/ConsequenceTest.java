package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.GateSettings;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsequenceTest {
  private static final Consequence.Files FILES = files(new Unwritten());
  private static final Switches STRICT = new Switches(true, true, true, true, OnInconclusive.FAIL);

  private final List<String> lines = new ArrayList<>();

  private static Consequence.Files files(Unwritten unwritten) {
    return new Consequence.Files(Path.of("verdict.json"), Path.of("report.html"), unwritten);
  }

  private static Consequence.Files filesThatCantBeWritten() {
    Unwritten unwritten = new Unwritten();
    unwritten.attempt(
        () -> {
          throw new BadInput("The file can't be written: full", "r.html", "Free disk space");
        });
    return files(unwritten);
  }

  @Test
  void aReportThatCantBeWrittenFailsAPass() {
    assertThatThrownBy(() -> consequence(STRICT, Status.PASS).orThrow(filesThatCantBeWritten()))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("Gate 'release': PASS, but its verdict or reports could not all be written.");
    assertThat(lines)
        .containsExactly(
            "info Gate 'release': PASS, see verdict.json",
            "error The file can't be written: full (r.html). Free disk space.");
  }

  @Test
  void aReportThatCantBeWrittenHidesNoReason() {
    assertThatThrownBy(() -> consequence(STRICT, Status.FAIL).orThrow(filesThatCantBeWritten()))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("Gate 'release': FAIL, see verdict.json and report.html.");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("error FAIL: Because of FAIL.");
    assertThat(lines.get(2))
        .isEqualTo("error The file can't be written: full (r.html). Free disk space.");
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"FAIL", "INCONCLUSIVE"})
  void aMeasuredModelThatIsNotGoodEnoughIsAFailure(Status status) {
    assertThatThrownBy(() -> consequence(STRICT, status).orThrow(FILES))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("Gate 'release': " + status + ", see verdict.json and report.html.");
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.class,
      names = {"NO_RESULTS", "NO_BASELINE", "INCOMPARABLE", "ERROR"})
  void whatCouldNotBeMeasuredIsAnError(Status status) {
    assertThatThrownBy(() -> consequence(STRICT, status).orThrow(FILES))
        .isInstanceOf(MojoExecutionException.class);
    assertThat(lines).contains("error " + status + ": Because of " + status + ".");
  }

  /** Each rule that compares lacks the same baseline. */
  @Test
  void theSameReasonIsSaidOnce() {
    assertThatThrownBy(
        () -> consequence(STRICT, Status.NO_BASELINE, Status.NO_BASELINE).orThrow(FILES));

    assertThat(lines).filteredOn(line -> line.contains("Because of NO_BASELINE.")).hasSize(1);
  }

  /** Errors that a raised limit tolerates, say: the finding's own words name the setting. */
  @Test
  void whatASettingToleratesLetsTheBuildGoOn() throws Exception {
    consequence(STRICT, Status.SKIPPED).orThrow(FILES);

    assertThat(lines)
        .containsExactly(
            "warn SKIPPED: Because of SKIPPED.", "info Gate 'release': SKIPPED, see verdict.json");
  }

  @Test
  void saysWhatToDo() {
    assertThatThrownBy(() -> consequence(STRICT, Status.FAIL).orThrow(FILES));

    assertThat(lines)
        .containsExactly(
            "error FAIL: Because of FAIL.",
            "error A limit holds whatever the baseline is: make the model better, or change <maximum>"
                + " or <minimum> of the rule.");
  }

  @Test
  void aForgivenMissingBaselineDoesNotHideABreach() {
    Switches switches = new Switches(true, false, true, true, OnInconclusive.FAIL);

    assertThatThrownBy(() -> consequence(switches, Status.NO_BASELINE, Status.FAIL).orThrow(FILES))
        .isInstanceOf(MojoFailureException.class);
    assertThat(lines)
        .contains(
            "warn NO_BASELINE: Because of NO_BASELINE. The build goes on because of"
                + " failIfNoBaseline=false.");
  }

  @Test
  void aForgivenBuildGoesOn() {
    Switches switches = new Switches(false, true, true, true, OnInconclusive.FAIL);

    assertThatCode(() -> consequence(switches, Status.FAIL, Status.PASS).orThrow(FILES))
        .doesNotThrowAnyException();
  }

  @Test
  void aMessageCantForgeALine() {
    Finding finding =
        new Finding("gate", "all", Status.ERROR, "CODE", "id 'x\n[INFO] \u001b[32mPASS'", Map.of());

    assertThatThrownBy(() -> consequence(STRICT, List.of(finding)).orThrow(FILES));
    assertThat(lines).containsExactly("error ERROR: id 'x[U+000A][INFO] [U+001B][32mPASS'");
  }

  @Test
  void aPassIsOneLine() throws Exception {
    consequence(STRICT, Status.PASS).orThrow(FILES);

    assertThat(lines).containsExactly("info Gate 'release': PASS, see verdict.json");
  }

  private Consequence consequence(Switches switches, Status... statuses) {
    List<Finding> findings = new ArrayList<>();
    for (Status status : statuses) {
      findings.add(
          new Finding("atMost", "all", status, "CODE", "Because of " + status + ".", Map.of()));
    }
    return consequence(switches, findings);
  }

  private Consequence consequence(Switches switches, List<Finding> findings) {
    Verdict verdict =
        new Verdict(
            "release",
            findings.get(0).status(),
            findings,
            GateSettings.defaults(),
            Optional.empty(),
            List.of(),
            new Verdict.Counts(0, 0, 0));
    Remedies remedies =
        new Remedies(
            GoalCommandTest.command("gate"),
            Path.of("results.jsonl"),
            Path.of("base.json"),
            Optional.empty(),
            List.of());
    return new Consequence(verdict, switches, remedies, new Recorder());
  }

  /** Keeps what is logged. */
  private final class Recorder extends SystemStreamLog {
    @Override
    public void info(CharSequence line) {
      lines.add("info " + line);
    }

    @Override
    public void warn(CharSequence line) {
      lines.add("warn " + line);
    }

    @Override
    public void error(CharSequence line) {
      lines.add("error " + line);
    }
  }
}
