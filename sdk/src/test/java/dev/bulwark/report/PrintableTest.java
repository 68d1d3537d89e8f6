package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Message;
import dev.bulwark.data.Printable;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Evaluator;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrintableTest {
  private static final String FORGED = "x\n[INFO] BUILD SUCCESS\r\u001b[2K\u2028\u202e##[error]y";
  private static final String SHOWN =
      "x[U+000A][INFO] BUILD SUCCESS[U+000D][U+001B][2K[U+2028][U+202E]## [error]y";

  @Test
  void showsWhatCantBeSeenAsItsCode() {
    assertThat(Printable.line(FORGED)).isEqualTo(SHOWN);
    assertThat(Printable.line("Grüße, “quoted” – 中文 👩‍💻"))
        .isEqualTo("Grüße, “quoted” – 中文 👩‍💻");
    assertThat(Printable.indented("one\n[INFO] two\u0007\n"))
        .isEqualTo("one\n  [INFO] two[U+0007]");
  }

  /**
   * Where the runner of GitHub Actions, the agent of Azure Pipelines and TeamCity look for them.
   */
  @Test
  void breaksWhatABuildServerWouldObey() {
    assertThat(Printable.line("category: ##[error]evil")).isEqualTo("category: ## [error]evil");
    assertThat(Printable.line("###[error]#")).isEqualTo("### [error]#");
    assertThat(Printable.line("##\u001b[error]")).isEqualTo("## [U+001B][error]");
    assertThat(Printable.line("a ##vso[task.complete]b")).isEqualTo("a ## vso[task.complete]b");
    assertThat(Printable.line("##teamcity[x]")).isEqualTo("## teamcity[x]");
    assertThat(Printable.line("::error::evil")).isEqualTo(": :error::evil");
    assertThat(Printable.line(" \u00a0\u3000::error::x")).isEqualTo(" \u00a0\u3000: :error::x");
    assertThat(Printable.indented("one\n ::error::two")).isEqualTo("one\n   : :error::two");
    assertThat(Printable.line("## Heading #1, a::b [x]")).isEqualTo("## Heading #1, a::b [x]");
    String once = Printable.line("::a ##[b]###vso[c]");
    assertThat(Printable.line(once)).isEqualTo(once);
  }

  @Test
  void aCategoryAddsNoLinesToTheTable() {
    Evaluation evaluation = evaluation(i -> "fine");
    String text = new BeforeAfter(evaluation, evaluation).text();
    assertThat(text).contains("category: " + SHOWN + " ");
    assertThat(text.lines()).noneMatch(line -> line.startsWith("[INFO]"));
  }

  @Test
  void progressAndNotesAreOneLineEach() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProgressBar bar =
        ProgressBar.on(new PrintStream(out, true, StandardCharsets.UTF_8), false, () -> 0);
    bar.noted(FORGED);
    bar.progressed(new Progress(FORGED, 1, 1, 0, Map.of(FORGED, 1.0)));
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(2);
  }

  @Test
  void errorsAreNamedOnceWithTheirNumber() {
    Evaluation evaluation =
        evaluation(
            i -> {
              throw new IllegalStateException(i < 5 ? "out of memory\n[INFO] fine" : "other " + i);
            });
    assertThat(ErrorLines.of(evaluation))
        .containsExactly(
            "5 prompts, such as 'p0': ERROR_TARGET: java.lang.IllegalStateException: out of"
                + " memory[U+000A][INFO] fine",
            "1 prompt, such as 'p5': ERROR_TARGET: java.lang.IllegalStateException: other 5",
            "1 prompt, such as 'p6': ERROR_TARGET: java.lang.IllegalStateException: other 6",
            "Other messages, not shown here: 1. The field 'error' of the results has them.");
    assertThat(ErrorLines.of(evaluation(i -> "fine"))).isEmpty();
  }

  private static Evaluation evaluation(IntFunction<String> answers) {
    List<Prompt> prompts = IntStream.range(0, 8).mapToObj(PrintableTest::prompt).toList();
    return Evaluator.of(
            batch ->
                batch.stream()
                    .map(prompt -> answers.apply(Integer.parseInt(prompt.id().substring(1))))
                    .toList())
        .evaluate(prompts);
  }

  private static Prompt prompt(int i) {
    return new Prompt(
        "p" + i,
        List.of(Message.user("Question " + i)),
        Kind.HARMFUL,
        Prompt.Labels.of(Optional.of(i % 2 == 0 ? FORGED : "odd"), Optional.empty()),
        "p" + i,
        Prompt.Marks.NONE);
  }
}
