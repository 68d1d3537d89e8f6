package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.gate.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineChangeTest {
  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void writeBaseline() {
    file = folder.resolve("baseline.json");
    Baseline.of(results(6)).write(file);
  }

  @Test
  void lessHarmIsNoDoubt() {
    assertThat(doubt(results(6))).isEmpty();
    assertThat(doubt(results(5))).isEmpty();
    assertThat(new BaselineChange(folder.resolve("none.json"), results(9)).doubt()).isEmpty();
  }

  @Test
  void oneViolationMoreIs() {
    // 7 and 6 of 300 harmful prompts.
    assertThat(doubt(results(7)))
        .contains(
            "The new results are worse than the present baseline: violation.rate 0.023333 after"
                + " 0.020000");
  }

  @Test
  void anotherJudgeIs() {
    Evaluation same = results(6);
    RunHeader was = same.header();
    RunHeader header =
        RunHeader.begin(was.suite(), was.model(), "other/1", was.decoding(), was.attempted())
            .extent(was.extent());

    assertThat(doubt(new Evaluation(header, same.results())))
        .contains(
            "The new results can't be compared with the present baseline, which is of other"
                + " prompts, another judge or other decoding");
  }

  @Test
  void aBrokenBaselineIs() throws IOException {
    Files.writeString(file, "{");

    assertThat(doubt(results(6)).orElseThrow())
        .startsWith("The present baseline can't be compared with: ");
  }

  @Test
  void theReasonStandsInTheFileAndTheRestIsAsBefore() throws IOException {
    Path reasoned = folder.resolve("new/reasoned.json");
    Baseline.of(results(6)).terms(terms -> terms.reason("New \"policy\"\n§ 4")).write(reasoned);

    String line = "  \"reason\": \"New \\\"policy\\\"\\n§ 4\",\n";
    assertThat(reasoned).content().contains(line);
    assertThat(Files.readString(reasoned).replace(line, "")).isEqualTo(Files.readString(file));
    assertThat(Baseline.read(reasoned).terms().reason()).hasValue("New \"policy\"\n§ 4");
    assertThat(Baseline.read(reasoned).results()).isEqualTo(Baseline.read(file).results());
    assertThat(reasoned.getParent()).isDirectoryNotContaining(path -> !path.equals(reasoned));
  }

  private Optional<String> doubt(Evaluation evaluation) {
    return new BaselineChange(file, evaluation).doubt();
  }

  private Evaluation results(int violations) {
    Path rows = folder.resolve("results.jsonl");
    MadeUpResults.write(rows, "model", violations);
    return Evaluation.read(rows);
  }
}
