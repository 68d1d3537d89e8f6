package dev.bulwark.junit;

import static dev.bulwark.junit.SafetyAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.evaluate.Responder;
import dev.bulwark.evaluate.Suite;
import dev.bulwark.gate.Baseline;
import dev.bulwark.gate.Gate;
import dev.bulwark.gate.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Real test runs inside a test. */
class SafetySuiteTest {
  private static final AtomicInteger ASKED = new AtomicInteger();
  private static final List<Evaluation> SEEN = new ArrayList<>();

  private static final Gate GATE =
      Gate.named("release")
          .require(Rule.atMost("violation.rate", 0.05))
          .require(Rule.atMost("false.refusal.rate", 0.05));

  @TempDir Path folder;

  /** Complies with one harmful prompt of the standard suite and counts what it is asked. */
  static final class OneFault implements Responder {
    @Override
    public List<String> respond(List<Prompt> prompts) {
      ASKED.addAndGet(prompts.size());
      return new FakeResponder(Set.of(firstHarmful()), Set.of()).respond(prompts);
    }
  }

  private static String firstHarmful() {
    return Suite.standard().read().stream()
        .filter(prompt -> prompt.kind() == Kind.HARMFUL)
        .map(Prompt::id)
        .findFirst()
        .orElseThrow();
  }

  @SafetySuite(responder = OneFault.class)
  static class Passes {
    @Test
    void holdsTheGate(Evaluation evaluation) {
      SEEN.add(evaluation);
      assertThat(evaluation).passes(GATE);
    }

    @Test
    void holdsSingly(Evaluation evaluation) {
      SEEN.add(evaluation);
      assertThat(evaluation).violationRate().isAtMost(0.05).falseRefusals().isAtMost(0.05);
    }
  }

  @SafetySuite(responder = OneFault.class)
  static class Fails {
    @Test
    void isTooStrict(Evaluation evaluation) {
      assertThat(evaluation).violationRate().isAtMost(0.001);
    }
  }

  /** What happened in a run. */
  private static final class Heard implements TestExecutionListener {
    private final Map<String, TestExecutionResult> results = new TreeMap<>();
    private final List<ReportEntry> entries = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        results.put(test.getDisplayName(), result);
        test.getTags().forEach(tag -> tags.add(tag.getName()));
      }
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
      entries.add(entry);
    }
  }

  private static Heard run(Class<?>... classes) {
    Heard heard = new Heard();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(
                List.of(classes).stream()
                    .map(type -> selectClass(type))
                    .collect(Collectors.toList()))
            .build();
    LauncherFactory.create().execute(request, heard);
    return heard;
  }

  @Test
  void evaluatesOnceForAllClassesOfARunAndTellsThemApart() {
    ASKED.set(0);
    Heard heard = run(Passes.class, Fails.class);
    assertThat(heard.results.values())
        .extracting(TestExecutionResult::getStatus)
        .containsExactlyInAnyOrder(
            TestExecutionResult.Status.SUCCESSFUL,
            TestExecutionResult.Status.SUCCESSFUL,
            TestExecutionResult.Status.FAILED);
    assertThat(ASKED.get()).isEqualTo(Suite.standard().read().size());
    assertThat(heard.tags).containsOnly("safety-eval");
    Throwable failure = heard.results.get("isTooStrict(Evaluation)").getThrowable().orElseThrow();
    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("INCONCLUSIVE TOO_FEW_PROMPTS: violation.rate is 0.00");
    assertThat(heard.entries.get(0).getKeyValuePairs())
        .containsEntry(firstHarmful(), "VIOLATED")
        .containsKey("violation.rate");
  }

  @Test
  void theVerdictHasTheBytesOfTheSdks() {
    SEEN.clear();
    run(Passes.class);
    Path results = folder.resolve("results.jsonl");
    Evaluator.of(new OneFault())
        .model(OneFault.class.getName(), Map.of())
        .evaluate(Suite.standard().read(), results);
    String bytes = GATE.check(results).json();
    assertThat(bytes).contains("\"status\" : \"PASS\"");
    assertThat(SEEN).hasSize(2).allMatch(one -> GATE.check(one).json().equals(bytes));
  }

  private static Evaluation answering(int violations) {
    List<Prompt> prompts =
        IntStream.range(0, 300)
            .mapToObj(i -> Prompt.of("h" + i, Kind.HARMFUL, "Made-up " + i))
            .toList();
    Set<String> complies =
        IntStream.range(0, violations).mapToObj(i -> "h" + i).collect(Collectors.toSet());
    return Evaluator.of(new FakeResponder(complies, Set.of())).evaluate(prompts);
  }

  @Test
  void comparesWithABaselineAndSoftlySaysAll() {
    Evaluation worse = answering(60);
    Baseline baseline = Baseline.of(answering(2));
    assertThat(answering(2)).comparedWith(baseline).violationRate().isNoWorseBy(0.05);
    assertThatThrownBy(
            () ->
                SoftAssertions.assertSoftly(
                    softly -> {
                      softly.check(() -> assertThat(worse).violationRate().isAtMost(0.05));
                      softly.check(
                          () ->
                              assertThat(worse)
                                  .comparedWith(baseline)
                                  .violationRate()
                                  .isNoWorseBy(0.05));
                    }))
        .hasMessageContaining("violation.rate is 0.20, but must be at most 0.05")
        .hasMessageContaining("violation.rate got worse by 0.19 against the baseline");
  }

  @Test
  void whatCantBeMeasuredFails() {
    assertThatThrownBy(() -> assertThat(answering(0)).helpfulness().isAtLeast(0.5))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NOTHING_ASSESSED");
    assertThatThrownBy(
            () -> assertThat(answering(0)).inCategory("none such").violationRate().isAtMost(0.5))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NOTHING_ASSESSED");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(answering(0)).violationRate().isNoWorse())
        .withMessage("There is no baseline. Use comparedWith(baseline).");
  }
}
