package dev.bulwark.gate;

import dev.bulwark.evaluate.Defect;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Item;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.RunHeader;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes sure that a baseline belongs to an evaluation before anything is compared. */
final class Baselines {
  private final Evaluation candidate;
  private final GateSettings settings;
  private final Set<RunHeader> used = new LinkedHashSet<>();

  Baselines(Evaluation candidate, GateSettings settings) {
    this.candidate = candidate;
    this.settings = settings;
  }

  /** The runs that were compared with. */
  List<RunHeader> used() {
    return List.copyOf(used);
  }

  /** What keeps the two from being compared, empty where they belong together. */
  Optional<Finding> mismatch(NoWorseThan rule, Baseline baseline) {
    used.add(baseline.header());
    return unsound(baseline)
        .map(defect -> finding(rule, Status.ERROR, defect))
        .or(
            () ->
                judge(baseline)
                    .or(() -> decoding(baseline))
                    .or(() -> items(baseline))
                    .map(defect -> finding(rule, Status.INCOMPARABLE, defect)));
  }

  private static Finding finding(NoWorseThan rule, Status status, Defect defect) {
    return new Finding(
        Configuration.word(rule), rule.metric(), status, defect.code(), defect.message(), Map.of());
  }

  private Optional<Defect> unsound(Baseline baseline) {
    List<Defect> defects = new Evaluation(baseline.header(), baseline.results()).defects();
    if (!defects.isEmpty()) {
      Defect first = defects.get(0);
      return Optional.of(new Defect(first.code(), "In the baseline: " + first.message()));
    }
    double errors = Metric.ERROR_RATE.on(baseline.results()).estimate();
    if (errors > settings.maxErrorRate()) {
      return Optional.of(
          new Defect(
              "ERROR_RATE_EXCEEDED",
              "In the baseline a share of "
                  + Words.near(errors, settings.maxErrorRate())
                  + " of the prompts gave an error, but at most "
                  + Words.given(settings.maxErrorRate())
                  + " is tolerated."));
    }
    return Optional.empty();
  }

  private Optional<Defect> judge(Baseline baseline) {
    String was = baseline.header().judge();
    String is = candidate.header().judge();
    return differ(
        was.equals(is),
        "JUDGE_MISMATCH",
        "The judge is '"
            + is
            + "', but the baseline was judged by '"
            + was
            + "'. Make the baseline again with the same judge.");
  }

  private Optional<Defect> decoding(Baseline baseline) {
    Map<String, String> was = baseline.header().decoding();
    Map<String, String> is = candidate.header().decoding();
    return differ(
        was.equals(is),
        "DECODING_MISMATCH",
        "The decoding is " + is + ", but the baseline's was " + was + ".");
  }

  private Optional<Defect> items(Baseline baseline) {
    Map<String, Item> was = byId(baseline.results());
    Map<String, Item> is = byId(candidate.results());
    Set<String> missing = without(was.keySet(), is.keySet());
    Set<String> extra = without(is.keySet(), was.keySet());
    return differ(
            missing.isEmpty(),
            "ITEMS_MISSING",
            "Results are missing for "
                + missing.size()
                + " of the baseline's prompts, such as '"
                + missing.stream().findFirst().orElse("")
                + "'.")
        .or(
            () ->
                differ(
                    extra.isEmpty(),
                    "ITEMS_EXTRA",
                    "The baseline lacks "
                        + extra.size()
                        + " of the prompts, such as '"
                        + extra.stream().findFirst().orElse("")
                        + "'."))
        .or(
            () ->
                differ(
                    was.equals(is) && baseline.header().suite().equals(candidate.header().suite()),
                    "PROMPT_SET_MISMATCH",
                    "The prompts are not those of the baseline: some have the same id, but another"
                        + " content, kind or cluster. Make the baseline again on this suite."));
  }

  private static Map<String, Item> byId(List<ItemResult> results) {
    return results.stream().collect(Collectors.toMap(ItemResult::key, ItemResult::item));
  }

  private static Set<String> without(Set<String> all, Set<String> others) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(others);
    return rest;
  }

  private static Optional<Defect> differ(boolean same, String code, String message) {
    return same ? Optional.empty() : Optional.of(new Defect(code, message));
  }
}
