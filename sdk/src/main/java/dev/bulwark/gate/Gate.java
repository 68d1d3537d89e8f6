package dev.bulwark.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.gate.Verdict.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Decides whether a model may go out: every rule must be met by positive evidence.
 *
 * <pre>{@code
 * Gate.named("release")
 *     .require(Rule.noWorseThan(baseline, "violation.rate", 0.02))
 *     .require(Rule.atMost("false.refusal.rate", 0.05))
 *     .check(evaluation)
 *     .orThrow();
 * }</pre>
 *
 * @param name what the gate is called in messages and files
 * @param rules what it demands
 * @param settings how strictly it decides
 * @param categories the categories it looks at, sorted; empty for all prompts
 */
public record Gate(String name, List<Rule> rules, GateSettings settings, List<String> categories) {

  /**
   * Copies the lists, so that the value can't change. A rule that stands there twice counts once:
   * comparisons share a level of false alarms, and the same harm would be harder to show each time.
   */
  public Gate {
    rules = List.copyOf(new LinkedHashSet<>(rules));
    categories = categories.stream().distinct().sorted().toList();
  }

  /** A gate without rules, which passes nothing. */
  public static Gate named(String name) {
    return new Gate(name, List.of(), GateSettings.defaults(), List.of());
  }

  /**
   * A gate as a pom or a file describes it: {@code mode}, {@code alpha}, {@code maxErrorRate},
   * {@code baseline}, and {@code rules}, each with a {@code metric} and one or more of {@code
   * maximum}, {@code minimum}, {@code maxIncrease} and {@code maxDecrease}.
   *
   * @param tree the settings
   * @param where what to call their place in an error
   * @param folder where a relative baseline path starts
   * @throws dev.bulwark.data.BadInput for an unknown key, listing the known ones, and for a value
   *     that is no number
   */
  public static Gate of(String name, JsonNode tree, String where, Path folder) {
    return new GateTree(where, folder).read(name, tree);
  }

  /** Demands one thing more. */
  public Gate require(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new Gate(name, more, settings, categories);
  }

  /** Decides more or less strictly. */
  public Gate with(UnaryOperator<GateSettings> change) {
    return new Gate(name, rules, change.apply(settings), categories);
  }

  /** Looks at the prompts of some categories alone. */
  public Gate onlyCategories(List<String> labels) {
    return new Gate(name, rules, settings, labels);
  }

  /**
   * Makes a baseline for this gate: its auto margins are settled by what the prompts can show.
   *
   * @param first the baseline's results
   * @param second another run of the same model, which shows how much of a change is chance;
   *     without one the margins are wider
   * @throws IllegalArgumentException for an evaluation that is not sound
   * @throws dev.bulwark.data.BadInput where the prompts are too few for an auto margin, with the
   *     number that would do
   */
  public Baseline baseline(Evaluation first, Optional<Evaluation> second) {
    return new BaselineMaking(this).of(first, second);
  }

  /**
   * Makes a baseline of many runs of the same model, and notes in it how often this gate fails a
   * model that has not changed.
   *
   * @param runs at least 40, each two of which are a pair
   * @throws dev.bulwark.data.BadInput for fewer, and for a margin that so many prompts can't show,
   *     with the number that would do
   */
  public Baseline calibrate(List<Evaluation> runs) {
    return new Calibrating(this).of(runs);
  }

  /** Reads results and decides; results that can't be read give a verdict that says so. */
  public Verdict check(Path resultsFile) {
    return check(resultsFile, Occasion.present());
  }

  /** The same at another time, or for results of one model alone. */
  public Verdict check(Path resultsFile, Occasion occasion) {
    Evaluation evaluation;
    try {
      evaluation = Evaluation.read(resultsFile);
    } catch (UnusableResults e) {
      return unusable(e);
    }
    return check(evaluation, occasion);
  }

  /** The verdict on results that can't be read. */
  public Verdict unusable(UnusableResults results) {
    Status status = results.nothingThere() ? Status.NO_RESULTS : Status.ERROR;
    Finding finding = Finding.whole(status, results.code(), String.valueOf(results.getMessage()));
    return new Verdict(
        name, status, List.of(finding), settings, Optional.empty(), List.of(), new Counts(0, 0, 0));
  }

  /** Decides; the order of the rows does not matter. */
  public Verdict check(Evaluation evaluation) {
    return check(evaluation, Occasion.present());
  }

  /** The same at another time, or for results of one model alone. */
  public Verdict check(Evaluation evaluation, Occasion occasion) {
    Evaluation sorted =
        new Evaluation(
            evaluation.header(),
            evaluation.results().stream().sorted(Comparator.comparing(ItemResult::key)).toList());
    Obstacles obstacles = new Obstacles(sorted, settings);
    List<Finding> findings = new ArrayList<>(obstacles.all(occasion));
    findings.addAll(Configuration.mistakes(rules));
    Selection selection = new Selection(categories);
    Baselines baselines = new Baselines(sorted, settings, occasion, selection::of);
    if (findings.isEmpty()) {
      findings.addAll(obstacles.loosened());
      findings.addAll(
          selection
              .obstacle(sorted)
              .map(List::of)
              .orElseGet(
                  () -> new RuleCheck(selection.of(sorted), settings, baselines).all(rules)));
      findings.addAll(baselines.warnings());
    } else if (findings.stream().allMatch(Obstacles::isForeign)) {
      findings.addAll(baselines.strangers(rules));
    }
    Status status = Status.worst(findings.stream().map(Finding::status).toList());
    return new Verdict(
        name,
        status,
        findings,
        settings,
        Optional.of(evaluation.header()),
        baselines.used(),
        counts(evaluation));
  }

  private static Counts counts(Evaluation evaluation) {
    int errored =
        (int) evaluation.results().stream().filter(row -> row.outcome().isError()).count();
    return new Counts(
        evaluation.header().attempted(), evaluation.results().size() - errored, errored);
  }
}
