package dev.bulwark.maven;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.gate.Baseline;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Gate;
import dev.bulwark.gate.GateSettings;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.UnusableBaseline;
import dev.bulwark.gate.Verdict;
import dev.bulwark.report.BeforeAfter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets a gate decide, whatever is missing: there is always a verdict to write.
 *
 * @param name the gate's name
 * @param described the gate as the pom describes it, without its baseline
 * @param folder the module's folder
 * @param results the results to judge
 * @param baseline the baseline file
 */
record GateRun(
    String name, Supplier<ObjectNode> described, Path folder, Path results, Path baseline) {
  private static final String WHERE = "<rules> in the pom";

  /**
   * A gate as the pom describes it.
   *
   * @throws BadInput for what can't be meant
   */
  static Gate gate(String name, ObjectNode described, Path folder, Path baseline) {
    return Gate.of(name, described.put("baseline", baseline.toString()), WHERE, folder);
  }

  /** Decides; reads the results once. */
  Judged judged() {
    Evaluation evaluation;
    try {
      evaluation = Evaluation.read(results);
    } catch (UnusableResults e) {
      return Judged.nothing(decided(gate -> gate.unusable(e)));
    }
    return new Judged(decided(gate -> gate.check(evaluation)), Optional.of(evaluation));
  }

  private Verdict decided(Function<Gate, Verdict> check) {
    try {
      return check.apply(gate(name, described.get(), folder, baseline));
    } catch (BadInput e) {
      return broken(Status.ERROR, "CONFIG_INVALID", String.valueOf(e.getMessage()));
    }
  }

  /**
   * The same with a baseline made of other results.
   *
   * @param others the results to compare with
   */
  Judged judgedAgainst(Path others) {
    try {
      Baseline.of(Evaluation.read(others)).write(baseline);
      return judged();
    } catch (UnusableResults e) {
      Status status = e.code().equals("RESULTS_MISSING") ? Status.NO_BASELINE : Status.ERROR;
      return withoutBaseline(
          Finding.whole(status, e.code(), "For the baseline: " + e.getMessage()));
    } catch (IllegalArgumentException e) {
      return withoutBaseline(
          Finding.whole(Status.ERROR, "BASELINE_UNSOUND", String.valueOf(e.getMessage())));
    }
  }

  /**
   * The same without a baseline. Limits hold then too: a build that does without one is still held
   * to them. The baseline of an earlier build is not this build's.
   */
  private Judged withoutBaseline(Finding why) {
    WholeFile.remove(baseline);
    Judged judged = judged();
    return judged.with(Worsened.by(List.of(why), judged.verdict()));
  }

  /**
   * What was judged without an artifact that baseline or anchor would have come in; limits hold
   * then too. The gate's own words on the missing file are left out: no file would mend it.
   *
   * @param absent one that can't be resolved
   * @param nowhere where no file can be, where the gate looked for it
   */
  static Judged unresolved(PublishedBaseline absent, Path nowhere, Judged judged) {
    return judged.with(
        Worsened.instead(
            Finding.whole(Status.NO_BASELINE, "BASELINE_UNRESOLVED", absent.absence()),
            finding -> tellsOfNoFile(finding, absent.in(nowhere)),
            judged.verdict()));
  }

  private static boolean tellsOfNoFile(Finding finding, Path file) {
    if (finding.status() != Status.NO_BASELINE) {
      return false;
    }
    try {
      Baseline.read(file);
      return false;
    } catch (UnusableBaseline e) {
      return finding.code().equals(e.code()) && finding.message().equals(e.getMessage());
    }
  }

  /** The table of both sides of what was judged; empty where there are no results. */
  Optional<BeforeAfter> comparison(Judged judged) {
    return judged
        .evaluation()
        .map(after -> new BeforeAfter(before(after, judged.verdict().baselines()), after));
  }

  /** An empty side shows as dashes; the verdict says why where a rule needs the baseline. */
  private Evaluation before(Evaluation after, List<RunHeader> compared) {
    Evaluation nothing = new Evaluation(after.header(), List.of());
    try {
      Baseline was = Baseline.read(baseline);
      boolean same = compared.isEmpty() || compared.contains(was.header());
      return same ? new Evaluation(was.header(), was.results()) : nothing;
    } catch (UnusableBaseline e) {
      return nothing;
    }
  }

  /** A verdict on something that stands in the way of all. */
  Verdict broken(Status status, String code, String message) {
    return new Verdict(
        name,
        status,
        List.of(Finding.whole(status, code, message)),
        GateSettings.defaults(),
        Optional.empty(),
        List.of(),
        new Verdict.Counts(0, 0, 0));
  }
}
