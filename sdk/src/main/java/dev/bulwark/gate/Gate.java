package dev.bulwark.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.UnusableResults;
import dev.bulwark.gate.Verdict.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
 */
public record Gate(String name, List<Rule> rules, GateSettings settings) {

  /** Copies the rules, so that the value can't change. */
  public Gate {
    rules = List.copyOf(rules);
  }

  /** A gate without rules, which passes nothing. */
  public static Gate named(String name) {
    return new Gate(name, List.of(), GateSettings.defaults());
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
    return new Gate(name, more, settings);
  }

  /** Decides more or less strictly. */
  public Gate with(UnaryOperator<GateSettings> change) {
    return new Gate(name, rules, change.apply(settings));
  }

  /** Reads results and decides; results that can't be read give a verdict that says so. */
  public Verdict check(Path resultsFile) {
    Evaluation evaluation;
    try {
      evaluation = Evaluation.read(resultsFile);
    } catch (UnusableResults e) {
      Status status = e.nothingThere() ? Status.NO_RESULTS : Status.ERROR;
      Finding finding = Finding.whole(status, e.code(), String.valueOf(e.getMessage()));
      return new Verdict(
          name,
          status,
          List.of(finding),
          settings,
          Optional.empty(),
          List.of(),
          new Counts(0, 0, 0));
    }
    return check(evaluation);
  }

  /** Decides; the order of the rows does not matter. */
  public Verdict check(Evaluation evaluation) {
    Evaluation sorted =
        new Evaluation(
            evaluation.header(),
            evaluation.results().stream().sorted(Comparator.comparing(ItemResult::key)).toList());
    List<Finding> findings = new ArrayList<>(Obstacles.of(sorted, settings));
    findings.addAll(Configuration.mistakes(rules));
    Baselines baselines = new Baselines(sorted, settings);
    if (findings.isEmpty()) {
      findings.addAll(Obstacles.loosened(sorted, settings));
      findings.addAll(new RuleCheck(sorted, settings, baselines).all(rules));
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
