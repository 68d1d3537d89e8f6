package dev.bulwark.stage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What context distillation drew and kept; kept as {@code samples/report.json} in the tuned folder.
 *
 * @param prompts adversarial prompts, each counted once
 * @param others prompts of other kinds, which were left out
 * @param kept prompts whose answer with a pre-prompt scored above the one without
 * @param share of the prompts that were kept, in [0, 1]
 * @param keptByCategory the same share within each risk category; {@code none} for prompts without
 * @param originalScore mean score of the answers without a pre-prompt
 * @param learnedScore mean score of the answers that are learned, to the prompts that were kept
 */
public record DistillationReport(
    int prompts,
    int others,
    int kept,
    double share,
    SortedMap<String, Double> keptByCategory,
    double originalScore,
    double learnedScore) {

  /** In one line. */
  String line() {
    return String.format(
        Locale.ROOT,
        "with a pre-prompt %d of %d answers score above the original one and are learned (%.1f %%);"
            + " mean score %.3f, originally %.3f",
        kept,
        prompts,
        100 * share,
        learnedScore,
        originalScore);
  }

  /** As indented JSON. */
  String json() {
    return new JsonMapper().valueToTree(this).toPrettyString() + "\n";
  }
}
