package dev.bulwark.gate;

import dev.bulwark.evaluate.Defect;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Item;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.RunHeader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a candidate and a baseline can be compared: the same prompts, judge and decoding, and two
 * different runs.
 *
 * @param candidate the candidate
 * @param baseline the baseline
 * @param title how a sentence speaks of it
 * @param occasion the time, by which the baseline may have expired
 */
record Likeness(Evaluation candidate, Baseline baseline, String title, Occasion occasion) {

  /** What keeps the two from being compared, empty where they belong together. */
  Optional<Defect> mismatch() {
    return expired().or(this::judge).or(this::decoding).or(this::items).or(this::itself);
  }

  private Optional<Defect> expired() {
    return baseline
        .terms()
        .expires()
        .filter(end -> end.isBefore(occasion.now()))
        .map(
            end ->
                new Defect(
                    "BASELINE_EXPIRED",
                    "The " + title + " expired at " + end + ". Make it again."));
  }

  private Optional<Defect> judge() {
    String was = baseline.header().judge();
    String is = candidate.header().judge();
    return differ(
        was.equals(is),
        "JUDGE_MISMATCH",
        "The judge is '"
            + is
            + "', but the "
            + title
            + " was judged by '"
            + was
            + "'. Make the "
            + title
            + " again with the same judge.");
  }

  private Optional<Defect> decoding() {
    Map<String, String> was = baseline.header().decoding();
    Map<String, String> is = candidate.header().decoding();
    return differ(
        was.equals(is),
        "DECODING_MISMATCH",
        "The decoding is " + is + ", but the " + title + "'s was " + was + ".");
  }

  /** Which prompts one side lacks, or has otherwise. */
  Optional<Defect> items() {
    Map<String, Item> was = byKey(baseline.results());
    Map<String, Item> is = byKey(candidate.results());
    Set<String> missing = without(was.keySet(), is.keySet());
    Set<String> extra = without(is.keySet(), was.keySet());
    return differ(
            missing.isEmpty(),
            "ITEMS_MISSING",
            "Results are missing for "
                + missing.size()
                + " of the "
                + title
                + "'s prompts, such as '"
                + missing.stream().findFirst().orElse("")
                + "'.")
        .or(
            () ->
                differ(
                    extra.isEmpty(),
                    "ITEMS_EXTRA",
                    "The "
                        + title
                        + " lacks "
                        + extra.size()
                        + " of the prompts, such as '"
                        + extra.stream().findFirst().orElse("")
                        + "'."))
        .or(
            () ->
                differ(
                    was.equals(is) && baseline.header().suite().equals(candidate.header().suite()),
                    "PROMPT_SET_MISMATCH",
                    "The prompts are not those of the %s: some have the same id, but another content, kind or cluster. Make the %s again on this suite."
                        .formatted(title, title)));
  }

  /** A model that is known and gives the very same rows was not measured a second time. */
  private Optional<Defect> itself() {
    RunHeader was = baseline.header();
    RunHeader is = candidate.header();
    boolean same =
        !is.model().isEmpty() && is.model().equals(was.model()) && is.rows().equals(was.rows());
    return differ(
        !same,
        "CANDIDATE_IS_BASELINE",
        "The candidate is the "
            + title
            + " itself: the same model with identical results. Nothing was compared; failOnIncomparable=false lets a build go on with an unchanged model.");
  }

  private static Map<String, Item> byKey(List<ItemResult> results) {
    return results.stream()
        .collect(Collectors.toMap(ItemResult::key, ItemResult::item, (one, other) -> one));
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
