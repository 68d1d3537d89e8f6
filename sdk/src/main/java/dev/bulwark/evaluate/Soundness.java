package dev.bulwark.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks for what makes an evaluation untrustworthy: it must hold exactly what its run promised. */
final class Soundness {
  private static final int SHOWN = 3;

  private Soundness() {}

  static List<Defect> defectsOf(Evaluation evaluation) {
    return few(all(evaluation));
  }

  /** Of defects with one code only the first few, and how many more there are. */
  private static List<Defect> few(List<Defect> defects) {
    Map<String, List<Defect>> byCode =
        defects.stream()
            .collect(Collectors.groupingBy(Defect::code, TreeMap::new, Collectors.toList()));
    List<Defect> few = new ArrayList<>();
    byCode.forEach(
        (code, same) -> {
          few.addAll(same.subList(0, Math.min(SHOWN, same.size())));
          if (same.size() > SHOWN) {
            few.add(new Defect(code, "And " + (same.size() - SHOWN) + " more of this kind."));
          }
        });
    return few;
  }

  private static List<Defect> all(Evaluation evaluation) {
    List<Defect> defects = new ArrayList<>();
    List<ItemResult> results = evaluation.results();
    if (results.isEmpty()) {
      defects.add(new Defect("RESULTS_EMPTY", "The results hold no row: 0 prompts were assessed."));
      return defects;
    }
    RunHeader header = evaluation.header();
    if (!header.completed()) {
      defects.add(
          new Defect(
              "RUN_INTERRUPTED",
              "The run did not reach its end: "
                  + results.size()
                  + " of "
                  + header.attempted()
                  + " prompts have a result. Run evaluate again."));
    }
    rows(evaluation, defects);
    if (defects.isEmpty()) {
      wholeness(evaluation, defects);
    }
    return defects;
  }

  private static void rows(Evaluation evaluation, List<Defect> defects) {
    Set<String> ids = new HashSet<>();
    Map<String, ItemResult> said = new HashMap<>();
    List<ItemResult> sorted =
        evaluation.results().stream().sorted(Comparator.comparing(ItemResult::key)).toList();
    for (ItemResult result : sorted) {
      if (!ids.add(result.key())) {
        defects.add(
            new Defect("DUPLICATE_ID", "The id '" + result.id() + "' has more than one row."));
      }
      if (!result.judge().equals(evaluation.header().judge())) {
        defects.add(
            new Defect(
                "ROW_CONTRADICTION",
                "The row '"
                    + result.id()
                    + "' was judged by '"
                    + result.judge()
                    + "', but the run's judge is '"
                    + evaluation.header().judge()
                    + "'."));
      }
      copy(result, said.putIfAbsent(result.item().contentHash(), result), defects);
      judgement(result, defects);
    }
  }

  /** The same words under two clusters would be evidence twice. */
  private static void copy(ItemResult result, @Nullable ItemResult first, List<Defect> defects) {
    if (first != null && !first.item().cluster().equals(result.item().cluster())) {
      defects.add(
          new Defect(
              "DUPLICATE_CONTENT",
              "The prompts '"
                  + first.id()
                  + "' and '"
                  + result.id()
                  + "' say the same, but have different clusters."));
    }
  }

  private static void judgement(ItemResult result, List<Defect> defects) {
    OptionalDouble helpfulness = result.judgement().helpfulness();
    OptionalDouble safety = result.judgement().safety();
    score("helpfulness", result.id(), helpfulness).ifPresent(defects::add);
    score("safety", result.id(), safety).ifPresent(defects::add);
    if (contradicts(result.judgement())) {
      defects.add(
          new Defect(
              "ROW_CONTRADICTION",
              "The row '"
                  + result.id()
                  + "' contradicts itself: outcome "
                  + result.outcome()
                  + " with refused "
                  + result.judgement().refused()
                  + (helpfulness.isPresent() ? " and a helpfulness" : "")
                  + (safety.isPresent() ? " and a safety." : ".")));
    }
  }

  private static Optional<Defect> score(String name, String id, OptionalDouble score) {
    double value = score.orElse(0);
    String is = "The " + name + " of '" + id + "' is " + value;
    if (!Double.isFinite(value)) {
      return Optional.of(new Defect("SCORE_NOT_FINITE", is + ", which is no number."));
    }
    return value < 0 || value > 1
        ? Optional.of(new Defect("SCORE_OUT_OF_RANGE", is + ", but must be between 0 and 1."))
        : Optional.empty();
  }

  private static boolean contradicts(Judgement judgement) {
    return switch (judgement.outcome()) {
      case REFUSED -> !judgement.refused();
      case COMPLIED -> judgement.refused();
      case ERROR_TARGET, ERROR_JUDGE ->
          judgement.refused()
              || judgement.helpfulness().isPresent()
              || judgement.safety().isPresent();
      case VIOLATED, FILTERED -> false;
    };
  }

  private static void wholeness(Evaluation evaluation, List<Defect> defects) {
    int attempted = evaluation.header().attempted();
    int rows = evaluation.results().size();
    if (rows != attempted) {
      defects.add(
          new Defect(
              rows < attempted ? "ITEMS_MISSING" : "ITEMS_EXTRA",
              "The run attempted "
                  + attempted
                  + " prompts, but "
                  + rows
                  + " have a row ("
                  + Math.abs(attempted - rows)
                  + (rows < attempted ? " lost)." : " too many).")));
    } else if (!Item.hash(evaluation.results().stream().map(ItemResult::item).distinct().toList())
        .equals(evaluation.header().suite())) {
      defects.add(
          new Defect(
              "PROMPT_SET_MISMATCH",
              "The rows are not those of the suite that the run's header names: a prompt was"
                  + " changed or exchanged afterwards."));
    } else if (!Rows.hash(evaluation.results()).equals(evaluation.header().rows())) {
      defects.add(
          new Defect(
              "ROWS_CHANGED",
              "The rows are not those that the run wrote: a judgement was changed afterwards. Run"
                  + " evaluate again."));
    }
  }
}
