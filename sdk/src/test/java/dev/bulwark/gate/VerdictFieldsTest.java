package dev.bulwark.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A verdict that was read is the one that was written, and nothing else is read as one. */
class VerdictFieldsTest {
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
