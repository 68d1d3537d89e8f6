package dev.bulwark.gate;

import dev.bulwark.evaluate.Defect;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.RunHeader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Reads baselines and makes sure that they belong to an evaluation before anything is compared. */
final class Baselines {
  private final Evaluation candidate;
  private final GateSettings settings;
  private final Occasion occasion;
  private final UnaryOperator<Baseline> selection;

  /**
   * By what a sentence calls them, too: one file may be baseline to a rule and anchor to another.
   */
  private final Map<Named, Opened> opened = new LinkedHashMap<>();

  Baselines(
      Evaluation candidate,
      GateSettings settings,
      Occasion occasion,
      UnaryOperator<Baseline> selection) {
    this.candidate = candidate;
    this.settings = settings;
    this.occasion = occasion;
    this.selection = selection;
  }

  /**
   * A baseline for a rule, or what keeps the rule from being checked.
   *
   * @param obstacle empty where there is a baseline
   * @param baseline empty where there is an obstacle
   */
  record Found(Optional<Finding> obstacle, Optional<Baseline> baseline) {}

  private record Named(Reference reference, String title) {}

  private record Opened(Status status, Optional<Defect> defect, Optional<Baseline> baseline) {}

  /** The runs that were compared with. */
  List<RunHeader> used() {
    return opened.values().stream()
        .flatMap(one -> one.baseline().stream())
        .map(Baseline::header)
        .distinct()
        .toList();
  }

  /** What may matter, but keeps nothing from being compared. */
  List<Finding> warnings() {
    List<Finding> warnings = new ArrayList<>();
    opened.forEach(
        (named, one) ->
            one.baseline()
                .flatMap(baseline -> elsewhere(named.title(), baseline.header()))
                .ifPresent(warnings::add));
    return warnings.stream().distinct().toList();
  }

  /** Without the name of a file of answers: it says whose they are, and always differs. */
  private static Map<String, String> surroundings(RunHeader header) {
    Map<String, String> all = new TreeMap<>(header.environment());
    all.remove(RunHeader.RESPONSES);
    return all;
  }

  private Optional<Finding> elsewhere(String title, RunHeader header) {
    Map<String, String> was = surroundings(header);
    Map<String, String> is = surroundings(candidate.header());
    if (was.isEmpty() || is.isEmpty() || was.equals(is)) {
      return Optional.empty();
    }
    String message =
        "The run was made with %s, but the %s's with %s. Small differences may come from that.";
    return Optional.of(
        Finding.whole(Status.PASS, "ENVIRONMENT_DIFFERS", message.formatted(is, title, was)));
  }

  /** Which prompts are lost or strange, as far as the baselines of rules know. */
  List<Finding> strangers(List<Rule> rules) {
    List<Finding> findings = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule instanceof NoWorseThan comparing) {
        find(rule, comparing.baseline())
            .obstacle()
            .filter(Obstacles::isForeign)
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  /** The baseline of a rule. */
  Found find(Rule rule, Reference reference) {
    Named named = new Named(reference, reference.title());
    Opened one = opened.get(named);
    if (one == null) {
      one = open(reference);
      opened.put(named, one);
    }
    Status status = one.status();
    Optional<Finding> obstacle =
        one.defect().map(defect -> Finding.of(rule, status, defect.code(), defect.message()));
    return new Found(
        obstacle, obstacle.isPresent() ? Optional.empty() : one.baseline().map(selection));
  }

  private Opened open(Reference reference) {
    Baseline baseline;
    try {
      baseline = reference.get();
    } catch (UnusableBaseline e) {
      Defect defect = new Defect(e.code(), String.valueOf(e.getMessage()));
      return new Opened(e.status(), Optional.of(defect), Optional.empty());
    }
    Optional<Defect> untrusted = unsound(baseline, reference.title());
    return untrusted.isPresent()
        ? new Opened(Status.ERROR, untrusted, Optional.of(baseline))
        : new Opened(
            Status.INCOMPARABLE,
            new Likeness(candidate, baseline, reference.title(), occasion).mismatch(),
            Optional.of(baseline));
  }

  private Optional<Defect> unsound(Baseline baseline, String title) {
    List<Defect> defects = new Evaluation(baseline.header(), baseline.results()).defects();
    if (!defects.isEmpty()) {
      Defect first = defects.get(0);
      return Optional.of(new Defect(first.code(), "In the " + title + ": " + first.message()));
    }
    double errors = Metric.ERROR_RATE.on(baseline.results()).estimate();
    if (errors > settings.maxErrorRate()) {
      return Optional.of(
          new Defect(
              "ERROR_RATE_EXCEEDED",
              "In the "
                  + title
                  + " a share of "
                  + Words.near(errors, settings.maxErrorRate())
                  + " of the prompts gave an error, but at most "
                  + Words.given(settings.maxErrorRate())
                  + " is tolerated."));
    }
    return Optional.empty();
  }
}
