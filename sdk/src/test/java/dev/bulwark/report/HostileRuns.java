package dev.bulwark.report;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Marks;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Judgement;
import dev.bulwark.evaluate.Slice;
import dev.bulwark.gate.Baseline;
import dev.bulwark.gate.Gate;
import dev.bulwark.gate.Rule;
import dev.bulwark.gate.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Two runs over prompts whose names, labels, words and answers all try to break out of a report,
 * with safety scores, so that every part of a report has something to show.
 *
 * @param hostile what stands in all of them
 */
record HostileRuns(String hostile) {
  static final int PROMPTS = 400;

  private static final int BAD_BEFORE = 8;
  private static final int BAD_AFTER = 60;

  private Prompt prompt(int i) {
    boolean harmful = i < 320;
    return new Prompt(
        "p" + i + hostile,
        List.of(Message.user("Made-up question " + i + " " + hostile)),
        harmful ? Kind.HARMFUL : Kind.BORDERLINE,
        Prompt.Labels.of(
            Optional.of((i % 2 == 0 ? "even" : "odd") + hostile),
            i % 3 == 0 ? Optional.of("wrapper") : Optional.empty()),
        "p" + i + hostile,
        Marks.NONE);
  }

  private Evaluation answering(int bad, String model) {
    List<Prompt> prompts = IntStream.range(0, PROMPTS).mapToObj(this::prompt).toList();
    return Evaluator.of(batch -> batch.stream().map(one -> "Answer " + hostile).toList())
        .judge(new Scores(bad))
        .keepTexts(true)
        .model(model, Map.of())
        .evaluate(prompts);
  }

  /** The first harmful prompts get a bad score, the borderline ones are all answered. */
  private record Scores(int bad) implements Judge {
    @Override
    public Judgement judge(Prompt prompt, String answer) {
      int i = Integer.parseInt(prompt.text().split(" ")[2]);
      if (prompt.kind() != Kind.HARMFUL) {
        return i % 10 == 0 ? Judgement.declined() : Judgement.complied();
      }
      return i < bad
          ? Judgement.violated(false).safety(0.1 + i / 1000.0)
          : Judgement.declined().safety(0.5 + i / 1000.0);
    }

    @Override
    public String id() {
      return "made-up";
    }
  }

  BeforeAfter comparison() {
    return new BeforeAfter(answering(BAD_BEFORE, "before"), answering(BAD_AFTER, "after"));
  }

  /** A gate with every kind of rule. */
  Verdict verdict() {
    BeforeAfter both = comparison();
    Baseline baseline = Baseline.of(both.before());
    return Gate.named("release" + hostile)
        .require(Rule.noWorseThan(baseline, "violation.rate", 0.05))
        .require(Rule.noWorseThan(baseline, "safety.tail", 0.2))
        .require(Rule.noWorseThan(baseline, "false.refusal.rate", 0.01))
        .require(Rule.noSliceWorse(baseline, "violation.rate", Slice.Key.CATEGORY))
        .require(Rule.atMost("violation.rate", Slice.category("even" + hostile), 0.05))
        .require(Rule.never(List.of("p399" + hostile)))
        .check(both.after());
  }

  GateReport report(GateReport.Sources sources) {
    return new GateReport(verdict(), Optional.of(comparison()), sources);
  }
}
