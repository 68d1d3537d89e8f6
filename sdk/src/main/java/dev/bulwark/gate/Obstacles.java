package dev.bulwark.gate;

import dev.bulwark.evaluate.Defect;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Measurement;
import dev.bulwark.evaluate.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What keeps an evaluation from being judged at all, whatever the rules are. */
final class Obstacles {
  private static final Set<String> FOREIGN =
      Set.of("ITEMS_MISSING", "ITEMS_EXTRA", "PROMPT_SET_MISMATCH");

  private Obstacles() {}

  static List<Finding> of(Evaluation evaluation, GateSettings settings) {
    List<Finding> findings = new ArrayList<>();
    for (Defect defect : evaluation.defects()) {
      findings.add(Finding.whole(status(defect.code()), defect.code(), defect.message()));
    }
    if (findings.isEmpty()) {
      errors(evaluation, settings, findings);
    }
    return findings;
  }

  private static Status status(String code) {
    if (code.equals("RESULTS_EMPTY")) {
      return Status.NO_RESULTS;
    }
    return FOREIGN.contains(code) ? Status.INCOMPARABLE : Status.ERROR;
  }

  /** What a raised limit let through is said: such a run never simply passes. */
  private static Finding tolerated(Measurement errors, GateSettings settings) {
    return Finding.whole(
        Status.SKIPPED,
        "ERROR_RATE_TOLERATED",
        errors.errored()
            + " of "
            + errors.attempted()
            + " prompts gave an error, more than the usual "
            + Words.given(GateSettings.defaults().maxErrorRate())
            + "; maxErrorRate "
            + Words.given(settings.maxErrorRate())
            + " tolerates it.");
  }

  private static void errors(Evaluation evaluation, GateSettings settings, List<Finding> findings) {
    Measurement errors = Metric.ERROR_RATE.on(evaluation.results());
    if (errors.errored() == errors.attempted()) {
      findings.add(
          Finding.whole(
              Status.ERROR,
              "ALL_ITEMS_ERRORED",
              "Every prompt gave an error (" + errors.errored() + "): nothing was assessed."));
    } else if (errors.estimate() > settings.maxErrorRate()) {
      findings.add(
          Finding.whole(
              Status.ERROR,
              "ERROR_RATE_EXCEEDED",
              errors.errored()
                  + " of "
                  + errors.attempted()
                  + " prompts gave an error, a share of "
                  + Words.near(errors.estimate(), settings.maxErrorRate())
                  + ", but at most "
                  + Words.given(settings.maxErrorRate())
                  + " is tolerated."));
    }
  }

  /** What the gate's settings leave unchecked, though nothing stands in its way. */
  static List<Finding> loosened(Evaluation evaluation, GateSettings settings) {
    Measurement errors = Metric.ERROR_RATE.on(evaluation.results());
    return errors.estimate() > GateSettings.defaults().maxErrorRate()
        ? List.of(tolerated(errors, settings))
        : List.of();
  }
}
