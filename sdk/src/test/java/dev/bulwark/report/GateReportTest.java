package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.bulwark.evaluate.PromptPlaces;
import dev.bulwark.evaluate.PromptPlaces.Place;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.GateReport.Sources;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;

/** Each format is read by what reads it in real life, and hostile names stay names. */
class GateReportTest {
  /** Each of these would end a string, a tag, a line, a cell or a link somewhere. */
  private static final String HOSTILE =
      " ]]>--><script>alert(1)</script>\"'&|`@team [x](http://a.example) ![y](http://b.example)"
          + " %0A::error::\r\n::error::x\u202E##[error]y";

  private static final Path ROOT = Path.of("/project");
  private static final PromptPlaces PLACES =
      new PromptPlaces(
          Map.of(
              "p10" + HOSTILE, new Place(ROOT.resolve("src/test/a suite/harmful.jsonl"), 9),
              "p11" + HOSTILE, new Place(Path.of("/elsewhere/harmful.jsonl"), 10)));

  private static final GateReport REPORT =
      new HostileRuns(HOSTILE).report(new Sources(ROOT, PLACES));

  private static final GateReport NOTHING =
      GateReport.of(Verdict.broken("release", "CONFIG_INVALID", "No rule."), Optional.empty());

  @Test
  void theGateFailsForKnownReasons() {
    assertThat(REPORT.verdict().findings())
        .extracting(one -> one.status() + " " + one.rule() + " " + one.metric())
        .containsExactly(
            "FAIL noWorseThan violation.rate",
            "FAIL noWorseThan safety.tail",
            "INCONCLUSIVE noWorseThan false.refusal.rate",
            "FAIL noSliceWorse by category violation.rate",
            "FAIL noSliceWorse by category violation.rate",
            "FAIL atMost violation.rate",
            "PASS never canaries");
    // 60 of 320 violate and 8 of them did before; nobody is newly declined.
    assertThat(REPORT.answeredWorse()).hasSize(52);
  }

  @Test
  void sarifKeepsToItsSchema() throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(getClass().getResourceAsStream("/schema/sarif-schema-2.1.0.json"));
    for (GateReport report : List.of(REPORT, NOTHING)) {
      JsonNode sarif = new ObjectMapper().readTree(report.text(ReportFormat.SARIF));
      assertThat(schema.validate(sarif)).isEmpty();
    }
    // The check bites: a result without a message is none.
    JsonNode broken = new ObjectMapper().readTree("{\"version\": \"2.1.0\", \"runs\": [{}]}");
    assertThat(schema.validate(broken)).isNotEmpty();
  }

  @Test
  void sarifNamesEachNewlyViolatingPromptAtItsLine() throws Exception {
    JsonNode run = new ObjectMapper().readTree(REPORT.text(ReportFormat.SARIF)).at("/runs/0");
    assertThat(run.at("/tool/driver/rules")).hasSize(2);
    assertThat(run.path("results")).hasSize(52);
    JsonNode first = run.at("/results/0");
    assertThat(first.at("/ruleId").asText()).isEqualTo("violation.rate/even" + HOSTILE);
    assertThat(first.at("/baselineState").asText()).isEqualTo("new");
    JsonNode place = first.at("/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText())
        .isEqualTo("src/test/a%20suite/harmful.jsonl");
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(9);
    assertThat(run.at("/results/1/locations/0/physicalLocation/artifactLocation/uri").asText())
        .isEqualTo("file:///elsewhere/harmful.jsonl");
    assertThat(run.at("/results/2/locations/0").has("physicalLocation")).isFalse();
    assertThat(run.at("/invocations/0/toolExecutionNotifications")).hasSize(7);
  }

  @Test
  void sarifTellsAPromptByWhatItSaysAndNotByItsLine() throws Exception {
    JsonNode here = new ObjectMapper().readTree(REPORT.text(ReportFormat.SARIF));
    GateReport moved = new GateReport(REPORT.verdict(), REPORT.comparison(), Sources.NONE);
    JsonNode there = new ObjectMapper().readTree(moved.text(ReportFormat.SARIF));
    String print = "/runs/0/results/0/partialFingerprints";
    assertThat(here.at(print)).isEqualTo(there.at(print)).hasSize(1);
    assertThat(here.at(print)).isNotEqualTo(here.at(print.replace("results/0", "results/1")));
  }

  private static ReportTestSuite suite(GateReport report) throws Exception {
    byte[] xml = report.text(ReportFormat.JUNIT).getBytes(StandardCharsets.UTF_8);
    List<ReportTestSuite> suites =
        new TestSuiteXmlParser(new NullConsoleLogger())
            .parse(new InputStreamReader(new ByteArrayInputStream(xml), StandardCharsets.UTF_8));
    assertThat(suites).hasSize(1);
    return suites.get(0);
  }

  @Test
  void surefireReadsTheJunitFile() throws Exception {
    ReportTestSuite suite = suite(REPORT);
    assertThat(suite.getNumberOfTests()).isEqualTo(7);
    assertThat(suite.getNumberOfFailures()).isEqualTo(6);
    assertThat(suite.getNumberOfErrors() + suite.getNumberOfSkipped()).isZero();
    List<ReportTestCase> cases = suite.getTestCases();
    assertThat(cases).extracting(ReportTestCase::getName).doesNotHaveDuplicates();
    assertThat(cases.get(2).getName()).isEqualTo("false.refusal.rate noWorseThan");
    assertThat(cases.get(2).getFailureType()).startsWith("INCONCLUSIVE.");
    assertThat(cases.get(3).getName()).startsWith("violation.rate in category=even");
    assertThat(cases.get(6).isSuccessful()).isTrue();
  }

  @Test
  void whatCouldNotBeMeasuredIsAnErrorAndWhatWasSkippedIsSkipped() throws Exception {
    ReportTestSuite broken = suite(NOTHING);
    assertThat(broken.getNumberOfErrors()).isEqualTo(1);
    assertThat(broken.getTestCases().get(0).getFailureMessage()).isEqualTo("No rule.");
    ReportTestSuite skipped =
        suite(GateReport.of(Verdict.skipped("release", "By -Dx."), Optional.empty()));
    assertThat(skipped.getNumberOfSkipped()).isEqualTo(1);
    assertThat(skipped.getNumberOfTests()).isEqualTo(1);
  }

  @Test
  void markdownIsShortAndNothingInItIsMarkup() {
    String text = REPORT.text(ReportFormat.MARKDOWN);
    assertThat(text.lines().count()).isLessThanOrEqualTo(60);
    assertThat(text)
        .startsWith("# Safety gate release")
        .contains("400 prompts attempted, 400 assessed, 0 with an error.")
        .contains("src/test/a suite/harmful.jsonl line 9")
        .contains("\nAnd 45 more.\n")
        .doesNotContain("<script", "![y]", "](http", "@team", "`", "\u202E", "Made-up question");
    assertThat(text.lines().filter(line -> line.startsWith("|")))
        .allMatch(
            line -> List.of(10L, 6L).contains(line.chars().filter(c -> c == '|').count() + 1));
    assertThat(NOTHING.text(ReportFormat.MARKDOWN))
        .isEqualTo(
            """
            # Safety gate release: ERROR

            0 prompts attempted, 0 assessed, 0 with an error.

            ## Why

            - ERROR No rule.
            """);
  }

  @Test
  void annotationsAreOneLineEachAndPointAtThePrompt() {
    List<String> lines = new WorkflowCommands(REPORT).lines();
    assertThat(lines).hasSize(10);
    assertThat(lines)
        .allMatch(line -> line.startsWith("::error ") && line.lines().count() == 1)
        .noneMatch(line -> line.contains("\r") || line.contains("##["));
    assertThat(lines.get(0))
        .startsWith("::error title=Gate release ")
        .contains("::violation.rate got worse by 0.16");
    assertThat(lines.get(6))
        .startsWith(
            "::error file=src/test/a suite/harmful.jsonl,line=9,title=Violation::The prompt");
    assertThat(new WorkflowCommands(NOTHING).lines())
        .containsExactly("::error title=Gate release%3A ERROR::No rule.");
  }

  @Test
  void theSameInputGivesTheSameBytesInAnyLocale() {
    Locale locale = Locale.getDefault();
    try {
      for (ReportFormat format : ReportFormat.values()) {
        String here = REPORT.text(format);
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        assertThat(REPORT.text(format)).as("%s", format).isEqualTo(here);
      }
    } finally {
      Locale.setDefault(locale);
    }
  }

  @Test
  void filesLieBesideThePage() {
    assertThat(ReportFormat.values())
        .extracting(format -> format.beside(Path.of("target/report.html")).toString())
        .containsExactly(
            "target/report.html",
            "target/report.md",
            "target/TEST-report.xml",
            "target/report.sarif");
  }
}
