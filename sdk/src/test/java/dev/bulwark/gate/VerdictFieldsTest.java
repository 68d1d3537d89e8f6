package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A verdict that was read is the one that was written, and nothing else is read as one. */
class VerdictFieldsTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder;
  private Path file = Path.of("");

  /** 30 of 300 violate where at most 5 % may: a FAIL, with numbers, a run and a baseline's. */
  private static Verdict fail() {
    Baseline baseline = Baseline.of(Runs.of(300, 5, 10, 0));
    return Gate.named("release")
        .require(Rule.atMost("violation.rate", 0.05))
        .require(Rule.noWorseThan(baseline, "violation.rate", 0.02))
        .check(Runs.of(300, 30, 10, 0));
  }

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("verdict.json");
  }

  private void write(String json) throws IOException {
    Files.writeString(file, json);
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> Verdict.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessage("This is no verdict: " + why + " (" + file + "). Run mvn bulwark:check again.");
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    for (Verdict verdict : new Verdict[] {fail(), Verdict.skipped("g", "By hand.")}) {
      write(verdict.json());
      assertThat(Verdict.read(file).json()).isEqualTo(verdict.json());
    }
    assertThat(fail().run()).isNotEqualTo(Optional.empty());
  }

  @Test
  void refusesAPassWithoutEvidence() throws IOException {
    Verdict pass =
        Gate.named("release")
            .require(Rule.atMost("violation.rate", 0.5))
            .check(Runs.of(300, 30, 10, 0));
    assertThat(pass.passed()).isTrue();
    write(pass.json().replace("\"assessed\" : 310", "\"assessed\" : 0"));
    assertRefused("it passes, but nothing was assessed");
    write(pass.json().replace("\"run\" : {", "\"other\" : {"));
    assertRefused("it passes, but nothing was assessed");
    write(pass.json());
    assertThat(Verdict.read(file).json()).isEqualTo(pass.json());
  }

  /**
   * 2 of 400 violate instead of 1: Wilson's upper bound is below 0.05, one prompt is newly bad, of
   * which nobody could say that it is no chance, and the harm's upper bound is below 0.02.
   */
  private static Verdict pass() {
    Baseline baseline = Baseline.of(Runs.of(400, 1, 10, 0));
    return Gate.named("release")
        .require(Rule.atMost("violation.rate", 0.05))
        .require(Rule.atLeast("helpfulness", 0.5))
        .require(Rule.noWorseThan(baseline, "violation.rate", 0.02))
        .require(Rule.noSliceWorse(baseline, "violation.rate", Slice.Key.CATEGORY))
        .require(Rule.never(List.of("h7", "h8")))
        .check(Runs.of(400, 2, 10, 0));
  }

  @Test
  void readsAPassOfEveryRule() throws IOException {
    Verdict pass = pass();
    assertThat(pass.findings())
        .extracting(Finding::rule)
        .containsExactly("atMost", "atLeast", "noWorseThan", "noSliceWorse by category", "never");
    write(pass.json());
    assertThat(Verdict.read(file).json()).isEqualTo(pass.json());
    // Nothing changed at all: no detectable change is written, and the margin's own decides.
    Baseline baseline = Baseline.of(Runs.of(400, 2, 11, 0));
    Verdict same =
        Gate.named("g")
            .require(Rule.noWorseThan(baseline, "violation.rate", 0.02))
            .check(Runs.of(400, 2, 11, 1));
    assertThat(same.passed()).isTrue();
    write(same.json());
    assertThat(Verdict.read(file).json()).isEqualTo(same.json());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0|upper|0.06|atMost for violation.rate passes, but its numbers say otherwise",
        "0|lower|0.01|atMost for violation.rate passes, but its numbers say otherwise",
        "0|limit|0.001|atMost for violation.rate passes, but its numbers say otherwise",
        "0|n|0|atMost for violation.rate passes, but its n is 0",
        "0|limit||atMost for violation.rate passes, but has no number 'limit'",
        "1|lower|0.4|atLeast for helpfulness passes, but its numbers say otherwise",
        "1|estimate|-1|atLeast for helpfulness passes, but its numbers say otherwise",
        "2|pHolm|0.001|noWorseThan for violation.rate passes, but its numbers say otherwise",
        "2|margin|-0.5|noWorseThan for violation.rate passes, but its numbers say otherwise",
        "2|lower|0.5|noWorseThan for violation.rate passes, but its numbers say otherwise",
        "2|upper||noWorseThan for violation.rate passes, but has no number 'upper'",
        "4|n|0|never for canaries passes, but its n is 0",
      })
  void refusesAPassWhoseNumbersContradictIt(int at, String name, Double number, String why)
      throws IOException {
    ObjectNode verdict = (ObjectNode) JSON.readTree(pass().json());
    ObjectNode numbers = (ObjectNode) verdict.path("findings").path(at).path("numbers");
    assertThat(numbers.has(name)).isTrue();
    if (number == null) {
      numbers.remove(name);
    } else {
      numbers.put(name, number);
    }
    write(verdict.toString());
    assertRefused(why);
  }

  @Test
  void refusesAPassOfASliceThatGotWorse() throws IOException {
    ObjectNode verdict = (ObjectNode) JSON.readTree(pass().json());
    ObjectNode slice = (ObjectNode) verdict.path("findings").path(3);
    ((ObjectNode) slice.path("numbers")).put("p", 0.001).put("pHolm", 0.001);
    write(verdict.toString());
    assertRefused(
        "noSliceWorse by category for violation.rate in "
            + slice.path("slice").asText()
            + " passes, but its numbers say otherwise");
  }

  @Test
  void refusesAPassOfNoRule() throws IOException {
    ObjectNode verdict = (ObjectNode) JSON.readTree(pass().json());
    ArrayNode findings = (ArrayNode) verdict.path("findings");
    ((ObjectNode) findings.path(0)).put("code", "LIMIT_EXCEEDED");
    write(verdict.toString());
    assertRefused("atMost for violation.rate passes, but its code is LIMIT_EXCEEDED");
    ((ObjectNode) findings.path(0)).put("code", "OK").put("rule", "mostly");
    write(verdict.toString());
    assertRefused("mostly for violation.rate passes, but its numbers say otherwise");
    findings.removeAll();
    ObjectNode remark = findings.addObject().put("rule", "gate").put("metric", "all");
    remark.put("status", "PASS").put("code", "ENVIRONMENT_DIFFERS").put("message", "It differs.");
    remark.putObject("numbers");
    write(verdict.toString());
    assertRefused("it passes, but no rule was met");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"completed\" : true|\"completed\" : false|it passes, but the run did not reach its end",
        "\"attempted\" : 410|\"attempted\" : 0|it passes, but of 410 prompts of the run it counts"
            + " 0, with 410 assessed and 0 errors",
        "\"assessed\" : 410|\"assessed\" : 411|it passes, but of 410 prompts of the run it counts"
            + " 410, with 411 assessed and 0 errors",
        "\"errored\" : 0|\"errored\" : 1|it passes, but of 410 prompts of the run it counts 410,"
            + " with 410 assessed and 1 errors",
      })
  void refusesAPassOfARunThatDoesNotAddUp(String part, String instead, String why)
      throws IOException {
    String json = pass().json();
    assertThat(json).contains(part);
    String counts = json.replaceFirst(Pattern.quote(part), instead);
    write(counts);
    assertRefused(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"passed\" : false|\"passed\" : true|'passed' is true, but the status FAIL",
        "\"passed\" : false|\"passed\" : 0|in its JSON the field 'passed' is 0, but must be true or"
            + " false",
        "\"passed\" : false,||in its JSON the field 'passed' is missing",
        "\"attempted\" : 310|\"attempted\" : \"310\"|in its JSON the field 'attempted' is \"310\","
            + " but must be a count",
        "\"alpha\" : 0.05|\"alpha\" : 5|alpha is 5.0, but must be above 0 and below 0.5",
        "\"alpha\" : 0.05|\"alpha\" : 1e999|in its JSON the field 'alpha' is \"Infinity\", but must"
            + " be a number",
        "\"mode\" : \"detect\"|\"mode\" : \"DETECT\"|in its JSON the field 'mode' is \"DETECT\","
            + " but must be one of [detect, assure]",
        "\"gate\" : \"release\"|\"gate\" : 1|in its JSON the field 'gate' is 1, but must be text",
        "\"against\" : \"baseline\"|\"against\" : \"nobody\"|in its JSON the field 'against' is"
            + " \"nobody\", but must be baseline or anchor",
        "\"schemaVersion\" : 1|\"schemaVersion\" : 2|the schema version is not 1",
        "\"gate\" : \"release\"|\"gate\" : \"a\", \"gate\" : \"b\"|it is no JSON",
        "\"status\" : \"FAIL\"|\"status\" : \"PASS\"|the status PASS is not that of its findings",
        "\"status\" : \"FAIL\"|\"status\" : \"fail\"|in its JSON the field 'status' is \"fail\", but"
            + " must be one of [NO_RESULTS, NO_BASELINE, INCOMPARABLE, ERROR, FAIL, INCONCLUSIVE,"
            + " SKIPPED, PASS]",
      })
  void refusesAllElse(String part, String instead, String why) throws IOException {
    String json = fail().json();
    assertThat(json).contains(part);
    write(json.replaceFirst(Pattern.quote(part), instead == null ? "" : instead));
    assertRefused(why);
  }

  @Test
  void refusesFindingsThatAreNone() throws IOException {
    write(fail().json().replaceFirst("(?s)\"findings\" : \\[.*?\\} \\]", "\"findings\" : [ 1 ]"));
    assertRefused("in its JSON the field 'findings' is [1], but must be a list of objects");
    write("");
    assertRefused("the schema version is not 1");
  }

  @Test
  void tellsNoFileFromOneThatCantBeRead() throws IOException {
    assertThatThrownBy(() -> Verdict.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessage("There is no verdict to read (" + file + "). Run mvn bulwark:check first.");
    Files.createDirectory(file);
    assertThatThrownBy(() -> Verdict.read(file))
        .isInstanceOf(BadInput.class)
        .hasMessage("The verdict can't be read: Is a directory (" + file + "). Make it readable.");
  }
}
