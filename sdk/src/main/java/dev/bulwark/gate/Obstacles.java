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
}
