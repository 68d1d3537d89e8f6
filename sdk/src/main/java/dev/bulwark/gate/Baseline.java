package dev.bulwark.gate;

import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.Effort;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.ItemResult.Failure;
import dev.bulwark.evaluate.RunHeader;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a release is compared with: an evaluation without its words, small enough to commit and the
 * same bytes for the same results.
 *
 * @param header how the baseline's run was made
 * @param results one row an answer, sorted by id, without texts, times and error messages
 * @param terms what was settled when it was made
 */
public record Baseline(RunHeader header, List<ItemResult> results, Terms terms) {

  /** Sorts the rows by id. */
  public Baseline {
    results =
        results.stream().sorted(Comparator.comparing(ItemResult::key)).map(Baseline::bare).toList();
  }

  /**
   * Makes a baseline of an evaluation, with the auto margins that four comparisons would have; a
   * gate's own come from {@link Gate#baseline}.
   *
   * @throws IllegalArgumentException for an evaluation that is not sound
   */
  public static Baseline of(Evaluation evaluation) {
    if (!evaluation.defects().isEmpty()) {
      throw new IllegalArgumentException(
          "An unsound evaluation makes no baseline: " + evaluation.defects().get(0).message());
    }
    AutoMargins margins = AutoMargins.ofHeadline(evaluation.results(), GateSettings.defaults());
    return new Baseline(
        evaluation.header(), evaluation.results(), Terms.NONE.margins(margins.all()));
  }

  /**
   * Reads a baseline file.
   *
   * @throws UnusableBaseline where it is missing, unreadable or empty
   */
  public static Baseline read(Path file) {
    return BaselineFile.read(file);
  }

  /** The same with other terms. */
  public Baseline terms(UnaryOperator<Terms> change) {
    return new Baseline(header, results, change.apply(terms));
  }

  /**
   * Writes it as JSON with sorted keys, whole or not at all.
   *
   * @throws dev.bulwark.data.BadInput where the file can't be written
   */
  public void write(Path file) {
    WholeFile.write(file, BaselineFile.text(this));
  }

  private static ItemResult bare(ItemResult result) {
    return new ItemResult(
        result.item(),
        result.repeat(),
        result.judgement(),
        result.judge(),
        Effort.NONE,
        Optional.empty(),
        result.error().map(failure -> new Failure(failure.kind(), failure.kind())));
  }
}
