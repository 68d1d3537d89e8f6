package dev.bulwark.gate;

import dev.bulwark.evaluate.Evaluation;
import java.util.Iterator;
import java.util.List;

/**
 * Checks every rule.
 *
 * @param evaluation the candidate's results
 * @param settings how strictly to decide
 * @param baselines what to compare with
 */
record RuleCheck(Evaluation evaluation, GateSettings settings, Baselines baselines) {

  /** At least one finding a rule, in the order of the rules. */
  List<Finding> all(List<Rule> rules) {
    List<NoWorseThan> comparing =
        rules.stream().filter(NoWorseThan.class::isInstance).map(NoWorseThan.class::cast).toList();
    Iterator<Finding> compared =
        new ComparisonCheck(evaluation, settings, baselines).all(comparing).iterator();
    return rules.stream().flatMap(rule -> check(rule, compared).stream()).toList();
  }

  private List<Finding> check(Rule rule, Iterator<Finding> compared) {
    if (rule instanceof Limit limit) {
      return List.of(LimitCheck.of(limit, evaluation, settings));
    }
    if (rule instanceof NoSliceWorse slices) {
      return new SliceCheck(evaluation, settings, baselines).check(slices);
    }
    if (rule instanceof Canaries canaries) {
      return List.of(CanaryCheck.of(canaries, evaluation));
    }
    return List.of(compared.next());
  }
}
