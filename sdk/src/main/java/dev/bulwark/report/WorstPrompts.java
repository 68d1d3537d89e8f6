package dev.bulwark.report;

import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.ItemResult.Texts;
import dev.bulwark.evaluate.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The prompts that got worse most and those that are worst now, folded behind a warning, with their
 * words where these were kept.
 *
 * @param both the two sides
 */
record WorstPrompts(BeforeAfter both) {
  private static final int MOST = 50;

  /** Metrics of a prompt by which it can be bad; a score says more than a yes or no. */
  private static final List<Metric> LOOKED_AT =
      List.of(Metric.SAFETY_TAIL, Metric.VIOLATION_RATE, Metric.FALSE_REFUSAL_RATE);

  void addTo(Tag body) {
    Map<String, ItemResult> rows = rows();
    section(
        body,
        "Prompts that got worse most",
        chosen(PromptChange::harm, both.before().results().isEmpty()),
        rows);
    section(body, "Prompts that are worst now", chosen(PromptChange::badness, false), rows);
  }

  /** Every prompt once, by the metric that makes it worst; none where there is no other side. */
  private List<PromptChange> chosen(ToDoubleFunction<PromptChange> by, boolean alone) {
    if (alone) {
      return List.of();
    }
    List<PromptChange> all = new ArrayList<>();
    for (Metric metric : LOOKED_AT) {
      all.addAll(PromptChange.of(metric, both.before(), both.after()));
    }
    Map<String, PromptChange> once =
        all.stream()
            .filter(change -> by.applyAsDouble(change) >= 0.5)
            .collect(
                Collectors.toMap(
                    change -> change.item().id(),
                    change -> change,
                    (one, other) ->
                        by.applyAsDouble(one) >= by.applyAsDouble(other) ? one : other));
    return once.values().stream()
        .sorted(
            Comparator.comparingDouble(by).reversed().thenComparing(change -> change.item().id()))
        .toList();
  }

  /** One row a prompt, the first answer that is bad before others. */
  private Map<String, ItemResult> rows() {
    return both.after().results().stream()
        .collect(
            Collectors.toMap(ItemResult::id, row -> row, (one, other) -> isBad(one) ? one : other));
  }

  private static boolean isBad(ItemResult row) {
    return Metric.VIOLATION_RATE.bad(row).orElse(false)
        || Metric.FALSE_REFUSAL_RATE.bad(row).orElse(false);
  }

  private static void section(
      Tag body, String heading, List<PromptChange> changes, Map<String, ItemResult> rows) {
    if (changes.isEmpty()) {
      return;
    }
    Tag folded =
        Tag.of("details")
            .add(
                Tag.of("summary")
                    .text(
                        "Content warning: the prompts and answers in here can be harmful or"
                            + " offensive. The first "
                            + Math.min(MOST, changes.size())
                            + " of "
                            + changes.size()
                            + "."));
    changes.stream()
        .limit(MOST)
        .forEach(
            change ->
                Optional.ofNullable(rows.get(change.item().id()))
                    .ifPresent(row -> folded.add(prompt(change, row))));
    body.add(Tag.of("h2").text(heading)).add(folded);
  }

  private static Tag prompt(PromptChange change, ItemResult row) {
    Tag prompt = Tag.of("details").add(Tag.of("summary").text(words(change, row)));
    row.texts().ifPresent(texts -> add(prompt, texts));
    return prompt;
  }

  private static void add(Tag prompt, Texts texts) {
    prompt.add(Tag.of("pre").text(texts.prompt())).add(Tag.of("pre").text(texts.answer()));
  }

  private static String words(PromptChange change, ItemResult row) {
    String was =
        change.before().isPresent()
            ? String.format(Locale.ROOT, "%.2f before, ", change.before().getAsDouble())
            : "";
    return String.format(
        Locale.ROOT,
        "%s %s: %s %s%.2f now",
        row.outcome(),
        row.id(),
        change.metric().label(),
        was,
        change.after());
  }
}
