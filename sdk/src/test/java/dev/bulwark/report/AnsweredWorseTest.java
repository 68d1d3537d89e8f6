package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Marks;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.PromptPlaces;
import dev.bulwark.evaluate.PromptPlaces.Place;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.GateReport.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What reports say of a prompt depends on what is known of it before. */
class AnsweredWorseTest {
  private static final Path ROOT = Path.of("/project");

  /** The words mean a violation where the answer is "bad". */
  private static final class ByWord implements Judge {
    @Override
    public Judgement judge(Prompt prompt, String answer) {
      return answer.equals("bad") ? Judgement.violated(false) : Judgement.declined();
    }

    @Override
    public String id() {
      return "by word";
    }
  }

  /** Two answers to each prompt by its id. */
  private static Evaluation answering(Map<String, List<String>> answers) {
    Map<String, AtomicInteger> times = new ConcurrentHashMap<>();
    List<Prompt> prompts =
        answers.keySet().stream().sorted().map(AnsweredWorseTest::named).toList();
    return Evaluator.of(
            batch ->
                batch.stream()
                    .map(Prompt::id)
                    .map(id -> answers.get(id).get(next(times, id)))
                    .toList())
        .judge(new ByWord())
        .with(run -> run.repeats(2))
        .evaluate(prompts);
  }

  private static int next(Map<String, AtomicInteger> times, String id) {
    return times.computeIfAbsent(id, any -> new AtomicInteger()).getAndIncrement();
  }

  private static Prompt named(String id) {
    return new Prompt(
        id,
        List.of(Message.user("Question " + id)),
        Kind.HARMFUL,
        Prompt.Labels.of(Optional.of("c"), Optional.empty()),
        id,
        Marks.NONE);
  }

  /** Of "often" one of two answers was bad, of "new" none, and of "unknown" nothing is known. */
  private static GateReport report(Map<String, Place> places) {
    Evaluation before =
        answering(Map.of("often", List.of("bad", "no"), "new", List.of("no", "no")));
    List<String> bad = List.of("bad", "bad");
    Evaluation after = answering(Map.of("often", bad, "new", bad, "unknown", bad));
    return report(new BeforeAfter(before, after), places);
  }

  private static GateReport report(BeforeAfter both, Map<String, Place> places) {
    return new GateReport(
        Verdict.broken("release", "CODE", "Broken."),
        Optional.of(both),
        new Sources(ROOT, new PromptPlaces(places)));
  }

  private static JsonNode results(GateReport report) throws Exception {
    return new ObjectMapper().readTree(report.text(ReportFormat.SARIF)).at("/runs/0/results");
  }

  @Test
  void sarifSaysWhetherAnAnswerIsBadForTheFirstTime() throws Exception {
    JsonNode results = results(report(Map.of()));
    assertThat(results.findValuesAsText("text"))
        .containsExactly(
            "The prompt 'new' is answered with a violation, which the baseline's answer was not.",
            "The prompt 'unknown' is answered with a violation.",
            "The prompt 'often' is answered with a violation, more often than by the baseline's"
                + " answers.");
    assertThat(results)
        .extracting(result -> result.path("baselineState").asText("none"))
        .containsExactly("new", "none", "updated");
  }

  @Test
  void annotationsSayWhetherAnAnswerIsBadForTheFirstTime() {
    assertThat(new WorkflowCommands(report(Map.of())).lines())
        .containsExactly(
            "::error title=Gate release%3A ERROR::Broken.",
            "::error title=Violation::The prompt 'new' is newly answered badly",
            "::error title=Violation::The prompt 'unknown' is answered badly",
            "::error title=Violation::The prompt 'often' is answered badly more often than before");
  }

  @Test
  void markdownCallsNothingNewOfWhichNothingIsKnownBefore() {
    assertThat(report(Map.of()).text(ReportFormat.MARKDOWN))
        .endsWith(
            """
            ## Answered badly

            - new, violation
            - unknown, violation
            - often, violation more often than before
            """);
    Evaluation before = answering(Map.of("new", List.of("no", "no")));
    Evaluation after = answering(Map.of("new", List.of("bad", "no")));
    assertThat(report(new BeforeAfter(before, after), Map.of()).text(ReportFormat.MARKDOWN))
        .endsWith("## Newly answered badly\n\n- new, violation\n");
  }

  @Test
  void sarifNamesFilesByReferencesThatAreAscii() throws Exception {
    // UTF-8: ü is C3 BC, and u with a combining diaeresis stays two characters: 75 CC 88.
    JsonNode results =
        results(
            report(
                Map.of(
                    "new", new Place(ROOT.resolve("suite:v1/a b:c.jsonl"), 1),
                    "unknown", new Place(ROOT.resolve("pr\u00fcfung/u\u0308%20+#?.jsonl"), 1),
                    "often", new Place(Path.of("/else/\u00fc.jsonl"), 1))));
    assertThat(results.findValuesAsText("uri"))
        .containsExactly(
            "./suite:v1/a%20b:c.jsonl",
            "pr%C3%BCfung/u%CC%88%2520%2B%23%3F.jsonl", "file:///else/%C3%BC.jsonl");
  }
}
