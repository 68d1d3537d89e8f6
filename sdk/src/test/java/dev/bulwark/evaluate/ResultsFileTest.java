package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.bulwark.data.Prompt.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsFileTest {
  @TempDir Path folder;
  private Path file;
  private Path header;

  @BeforeEach
  void writeResults() {
    file = folder.resolve("results.jsonl");
    header = folder.resolve("results.run.json");
    Evaluator.of(batch -> batch.stream().map(prompt -> "Sure.").toList())
        .evaluate(
            List.of(Samples.prompt("a", Kind.HARMFUL), Samples.prompt("b", Kind.HELPFUL)), file);
  }

  private void failsWith(String code, String message) {
    assertThatThrownBy(() -> Evaluation.read(file))
        .isInstanceOfSatisfying(
            UnusableResults.class, bad -> assertThat(bad.code()).isEqualTo(code))
        .hasMessage(message);
  }

  private void replace(Path where, String what, String with) throws IOException {
    String text = Files.readString(where);
    assertThat(text).contains(what);
    Files.writeString(where, text.replace(what, with));
  }

  @Test
  void namesMissingFiles() throws IOException {
    Files.delete(header);
    failsWith("RESULTS_MISSING", "There is no results file " + header + ". Run evaluate first.");
    Files.delete(file);
    failsWith(
        "RESULTS_MISSING",
        "There is no results file " + file + " and no " + header + ". Run evaluate first.");
  }

  @Test
  void namesAnEmptyFile() throws IOException {
    Files.writeString(file, "");
    failsWith(
        "RESULTS_EMPTY", file + " holds no row: 0 prompts were assessed. Run evaluate first.");
  }

  @Test
  void namesATornRow() throws IOException {
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 20));
    failsWith(
        "RESULTS_TRUNCATED",
        file + ":2 is torn: the file ends within the row. Run evaluate again.");
  }

  @Test
  void namesAGarbledRow() throws IOException {
    replace(file, "\"id\":\"a\"", "\"id\":a");
    failsWith("ROW_UNREADABLE", file + ":1 is not valid JSON. Run evaluate again.");
  }

  @Test
  void namesAFieldThatIsThereTwice() throws IOException {
    replace(file, "\"id\":\"a\"", "\"id\":\"a\",\"outcome\":\"REFUSED\"");
    failsWith("ROW_UNREADABLE", file + ":1 is not valid JSON. Run evaluate again.");
  }

  @Test
  void namesARowThatIsNoObject() throws IOException {
    Files.writeString(file, "[1]\n", StandardOpenOption.APPEND);
    failsWith("WRONG_TYPE", file + ":3 is not a JSON object.");
  }

  @Test
  void namesFieldsOfAWrongType() throws IOException {
    replace(file, "\"id\":\"b\"", "\"id\":17");
    failsWith("WRONG_TYPE", "In " + file + ":2 the field 'id' is 17, but must be text.");
    replace(file, "\"id\":17", "\"id\":\"b\"");
    replace(file, "\"refused\":false", "\"refused\":\"false\"");
    failsWith(
        "WRONG_TYPE",
        "In " + file + ":1 the field 'refused' is \"false\", but must be true or false.");
    replace(file, "\"refused\":\"false\"", "\"refused\":false");
    replace(file, "\"helpfulness\":null", "\"helpfulness\":\"NaN\"");
    failsWith(
        "WRONG_TYPE",
        "In " + file + ":1 the field 'helpfulness' is \"NaN\", but must be a number or null.");
    replace(file, "\"helpfulness\":\"NaN\",", "");
    failsWith("WRONG_TYPE", "In " + file + ":1 the field 'helpfulness' is missing.");
  }

  @Test
  void namesAnUnknownOutcome() throws IOException {
    replace(file, "VIOLATED", "UNKNOWN");
    failsWith("OUTCOME_UNKNOWN", "In " + file + ":1 the outcome 'UNKNOWN' of 'a' is unknown.");
  }

  @Test
  void namesBytesThatAreNoText() throws IOException {
    Files.write(file, new byte[] {(byte) 0xFF, '\n'}, StandardOpenOption.APPEND);
    failsWith("ENCODING_INVALID", file + ":3 is not UTF-8 text.");
  }

  @Test
  void namesALineThatWouldFillTheMemory() throws IOException {
    Files.writeString(file, "x".repeat((4 << 20) + 1), StandardOpenOption.APPEND);
    failsWith("LINE_TOO_LONG", file + ":3 is longer than 4194304 bytes, too long to be a row.");
  }

  @Test
  void namesARowThatIsNestedTooDeep() throws IOException {
    Files.write(
        file,
        ("{\"a\":" + "[".repeat(20_000) + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.APPEND);
    failsWith("NESTING_TOO_DEEP", file + ":3 is nested too deep or too long to be a row.");
  }

  @Test
  void namesAHeaderOfAnotherSchemaAndOneThatIsBroken() throws IOException {
    replace(header, "\"schemaVersion\" : 1", "\"schemaVersion\" : 2");
    failsWith("SCHEMA_MISMATCH", "In " + header + " the schema version is 2, but must be 1.");
    Files.writeString(header, "{");
    failsWith("HEADER_UNREADABLE", header + " is not valid JSON.");
  }

  @Test
  void noticesAJudgementThatWasChanged() throws IOException {
    assertThat(Evaluation.read(file).defects()).isEmpty();
    replace(
        file,
        "\"outcome\":\"VIOLATED\",\"refused\":false",
        "\"outcome\":\"REFUSED\",\"refused\":true");
    assertThat(Evaluation.read(file).defects())
        .containsExactly(
            new Defect(
                "ROWS_CHANGED",
                "The rows are not those that the run wrote: a judgement was changed afterwards. Run"
                    + " evaluate again."));
  }

  @Test
  void noticesAMissingSeal() throws IOException {
    replace(header, "\"rows\"", "\"rowz\"");
    failsWith("WRONG_TYPE", "In " + header + " the field 'rows' is missing.");
  }

  @Test
  void readsWindowsLineEndsAndBlankLines() throws IOException {
    Evaluation before = Evaluation.read(file);
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n") + "\n");
    assertThat(Evaluation.read(file)).isEqualTo(before);
  }

  @Test
  void keepsNumbersThatAreNoneForTheGateToRefuse() throws IOException {
    replace(file, "\"helpfulness\":null", "\"helpfulness\":NaN");
    assertThat(Evaluation.read(file).defects())
        .extracting(Defect::code, Defect::message)
        .contains(tuple("SCORE_NOT_FINITE", "The helpfulness of 'a' is NaN, which is no number."));
    replace(file, "\"helpfulness\":NaN", "\"helpfulness\":1e999");
    assertThat(Evaluation.read(file).defects())
        .extracting(Defect::code)
        .contains("SCORE_NOT_FINITE");
  }
}
