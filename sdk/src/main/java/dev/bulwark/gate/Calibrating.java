package dev.bulwark.gate;

import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.RunHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Makes a gate's baseline of many runs of the same model, each two of which are a pair: what the
 * gate makes of them shows how often it cries wolf.
 *
 * @param gate the gate
 */
record Calibrating(Gate gate) {

  Baseline of(List<Evaluation> runs) {
    int pairs = runs.size() / 2;
    if (pairs < Calibration.FEWEST_PAIRS) {
      throw new BadInput(
          pairs + " pairs of runs say too little about how often a gate fails an unchanged model",
          "the runs to calibrate with, " + runs.size() + " of them",
          "Evaluate the same model at least " + 2 * Calibration.FEWEST_PAIRS + " times");
    }
    Baseline baseline = gate.baseline(runs.get(0), Optional.of(runs.get(1)));
    refuseMarginsThatNothingShows(baseline);
    int fails = 0;
    int passes = 0;
    long same = 0;
    long all = 0;
    for (int i = 0; i < pairs; i++) {
      Evaluation first = runs.get(2 * i);
      Evaluation second = runs.get(2 * i + 1);
      Baseline before = Baseline.of(first).terms(terms -> baseline.terms());
      Status status = against(before).check(anonymous(second)).status();
      fails += status == Status.FAIL ? 1 : 0;
      passes += status == Status.PASS ? 1 : 0;
      for (Pairing.Couple couple : Pairing.couples(first.results(), second.results())) {
        all++;
        same += couple.was().outcome() == couple.is().outcome() ? 1 : 0;
      }
    }
    Calibration calibration = new Calibration(pairs, fails, passes, (double) same / all);
    return baseline.terms(terms -> terms.calibration(calibration));
  }

  /** A margin that somebody wrote, but that the prompts can't show, passes and fails by chance. */
  private void refuseMarginsThatNothingShows(Baseline baseline) {
    Map<String, ResolvedMargin> settled = baseline.terms().margins();
    for (Rule rule : gate.rules()) {
      ResolvedMargin known = settled.get(rule.metric());
      if (known != null && rule instanceof NoWorseThan comparing) {
        refuse(comparing, known);
      }
    }
  }

  private static void refuse(NoWorseThan rule, ResolvedMargin known) {
    OptionalDouble margin = rule.tolerance().margin();
    if (margin.isEmpty() || ResolvedMargin.isSeen(margin.getAsDouble(), known.mde())) {
      return;
    }
    OptionalLong needed = ResolvedMargin.neededFor(margin.getAsDouble(), known.mde(), known.n());
    throw new BadInput(
        known.n()
            + " prompts show a harm in "
            + rule.metric()
            + " only from "
            + Words.near(known.mde().orElse(0), margin.getAsDouble())
            + " on, more than the margin "
            + Words.given(margin.getAsDouble()),
        "the margin of " + rule.metric(),
        needed.isPresent()
            ? "Use about " + needed.getAsLong() + " prompts, or a wider margin"
            : "Write a margin above 0");
  }

  /** The comparisons of the gate, with another baseline; limits don't depend on chance alone. */
  private Gate against(Baseline baseline) {
    Reference reference = new Reference.Given(baseline);
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : gate.rules()) {
      if (rule instanceof NoWorseThan one && Metric.labelled(one.metric()).isPresent()) {
        rules.add(new NoWorseThan(reference, one.metric(), one.tolerance(), one.named()));
      } else if (rule instanceof NoSliceWorse one) {
        rules.add(new NoSliceWorse(reference, one.metric(), one.key()));
      }
    }
    return new Gate(gate.name(), rules, gate.settings(), gate.categories());
  }

  /** Two runs of a model that always says the same are a pair all the same. */
  private static Evaluation anonymous(Evaluation run) {
    RunHeader head = run.header();
    return new Evaluation(
        new RunHeader(
            head.suite(),
            "",
            head.judge(),
            head.decoding(),
            head.environment(),
            head.extent(),
            head.trainedOn()),
        run.results());
  }
}
