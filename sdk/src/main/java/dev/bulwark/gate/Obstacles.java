package dev.bulwark.gate;

import dev.bulwark.evaluate.Defect;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Measurement;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What keeps an evaluation from being judged at all, whatever the rules are.
 *
 * @param evaluation the evaluation
 * @param settings what is tolerated
 */
record Obstacles(Evaluation evaluation, GateSettings settings) {
  private static final Set<String> FOREIGN =
      Set.of("ITEMS_MISSING", "ITEMS_EXTRA", "PROMPT_SET_MISMATCH");

  /** Errors of a judge that are known to be the connection's. */
  private static final Set<String> TRANSPORT = Set.of("TIMEOUT", "CONNECT", "HTTP");

  private static final int SHOWN = 3;

  List<Finding> all(Occasion occasion) {
    List<Finding> findings = new ArrayList<>();
    for (Defect defect : evaluation.defects()) {
      findings.add(Finding.whole(status(defect.code()), defect.code(), defect.message()));
    }
    if (findings.isEmpty()) {
      errors().ifPresent(findings::add);
      parseFailures().ifPresent(findings::add);
      stale(occasion).ifPresent(findings::add);
      findings.addAll(trainedOn());
    }
    return findings;
  }

  private static Status status(String code) {
    if (code.equals("RESULTS_EMPTY")) {
      return Status.NO_RESULTS;
    }
    return FOREIGN.contains(code) ? Status.INCOMPARABLE : Status.ERROR;
  }

  /** Whether the results lack prompts or have others, so that a baseline may know which. */
  static boolean isForeign(Finding finding) {
    return FOREIGN.contains(finding.code());
  }

  private Optional<Finding> errors() {
    Measurement errors = Metric.ERROR_RATE.on(evaluation.results());
    if (errors.errored() == errors.attempted()) {
      return Optional.of(
          Finding.whole(
              Status.ERROR,
              "ALL_ITEMS_ERRORED",
              "Every prompt gave an error (" + errors.errored() + "): nothing was assessed."));
    }
    return errors.estimate() > settings.maxErrorRate()
        ? Optional.of(
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
                    + " is tolerated."))
        : Optional.empty();
  }

  private Optional<Finding> parseFailures() {
    long failures = parseFailed();
    return failures > settings.maxParseFailures()
        ? Optional.of(
            Finding.whole(
                Status.ERROR,
                "JUDGE_PARSE_FAILURES",
                "Of the judge's answers "
                    + failures
                    + " were no judgement, but at most "
                    + settings.maxParseFailures()
                    + " may be. Run evaluate again, or mend the judge."))
        : Optional.empty();
  }

  private long parseFailed() {
    return evaluation.results().stream()
        .filter(row -> row.outcome() == Outcome.ERROR_JUDGE)
        .filter(row -> !isTransport(row))
        .count();
  }

  private static boolean isTransport(ItemResult row) {
    String kind = row.error().map(ItemResult.Failure::kind).orElse("");
    return TRANSPORT.stream().anyMatch(kind::startsWith);
  }

  private Optional<Finding> stale(Occasion occasion) {
    return occasion
        .model()
        .filter(model -> !model.equals(evaluation.header().model()))
        .map(
            model ->
                Finding.whole(
                    Status.ERROR,
                    "RESULTS_STALE",
                    "The results are of another model than the one that is to be judged. Run"
                        + " evaluate again."));
  }

  /** Prompts that a model was trained on show what it learned by heart. */
  private List<Finding> trainedOn() {
    List<Finding> findings = new ArrayList<>();
    evaluation
        .header()
        .trainedOn()
        .forEach(
            (stage, ids) -> {
              if (!ids.isEmpty()) {
                findings.add(
                    Finding.whole(
                        Status.INCOMPARABLE,
                        "TRAINED_ON_SUITE",
                        "The stage "
                            + stage
                            + " trained on "
                            + ids.size()
                            + " of the suite's prompts, such as '"
                            + String.join("', '", ids.subList(0, Math.min(SHOWN, ids.size())))
                            + "'. Take them out of the suite or of the training data."));
              }
            });
    return findings;
  }

  /** What the gate's settings leave unchecked, though nothing stands in its way. */
  List<Finding> loosened() {
    List<Finding> findings = new ArrayList<>();
    GateSettings usual = GateSettings.defaults();
    Measurement errors = Metric.ERROR_RATE.on(evaluation.results());
    if (errors.estimate() > usual.maxErrorRate()) {
      findings.add(
          Finding.whole(
              Status.SKIPPED,
              "ERROR_RATE_TOLERATED",
              errors.errored()
                  + " of "
                  + errors.attempted()
                  + " prompts gave an error, more than the usual "
                  + Words.given(usual.maxErrorRate())
                  + "; maxErrorRate "
                  + Words.given(settings.maxErrorRate())
                  + " tolerates it."));
    }
    if (parseFailed() > usual.maxParseFailures()) {
      findings.add(
          Finding.whole(
              Status.SKIPPED,
              "PARSE_FAILURES_TOLERATED",
              "Of the judge's answers "
                  + parseFailed()
                  + " were no judgement; maxParseFailures "
                  + settings.maxParseFailures()
                  + " tolerates it."));
    }
    return findings;
  }
}
