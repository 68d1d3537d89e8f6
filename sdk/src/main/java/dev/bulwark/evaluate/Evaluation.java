package dev.bulwark.evaluate;

import dev.bulwark.data.WholeFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model made of a suite: one result a prompt, and how they came about.
 *
 * @param header how the run was made
 * @param results one row a prompt, in the order of the run
 */
public record Evaluation(RunHeader header, List<ItemResult> results) {

  /** Copies the rows, so that the value can't change. */
  public Evaluation {
    results = List.copyOf(results);
  }

  /**
   * Reads {@code results.jsonl} and the {@code results.run.json} beside it.
   *
   * @throws UnusableResults where one of them is missing, empty, torn or of the wrong shape
   */
  public static Evaluation read(Path resultsFile) {
    return new ResultsFile(resultsFile).read();
  }

  /** Where the header of a results file lies: {@code results.run.json} beside it. */
  public static Path headerOf(Path resultsFile) {
    return new ResultsFile(resultsFile).header();
  }

  /**
   * Removes an earlier run's results, the header first, so that they can't be taken for those of a
   * run that is about to begin.
   *
   * @throws dev.bulwark.data.BadInput where they can't be removed
   */
  public static void discard(Path resultsFile) {
    WholeFile.remove(headerOf(resultsFile));
    WholeFile.remove(resultsFile);
  }

  /**
   * Removes an earlier run's results like {@link #discard}, but keeps those of a run that did not
   * reach its end: nobody takes them for a whole run's, and the next run may go on from them.
   */
  public static void discardFinished(Path resultsFile) {
    if (!new ResultsFile(resultsFile).isUnfinished()) {
      discard(resultsFile);
    }
  }

  /** Whether a file holds the rows or the header of a run that did not reach its end. */
  public static boolean isUnfinished(Path file) {
    return new ResultsFile(file).isUnfinished() || ResultsFile.isUnfinishedHeader(file);
  }

  /**
   * Each answer to the prompts as a run of its own, in order; of a run with one answer a prompt
   * itself alone.
   */
  public List<Evaluation> eachRepeat() {
    Map<Integer, List<ItemResult>> repeats = new TreeMap<>();
    results.forEach(
        row -> repeats.computeIfAbsent(row.repeat(), none -> new ArrayList<>()).add(row.first()));
    return repeats.values().stream()
        .map(
            rows ->
                new Evaluation(
                    header.extent(RunHeader.Extent.of(rows.size())).completed(rows), rows))
        .toList();
  }

  /**
   * Measures a metric.
   *
   * @param metric its name, such as {@code violation.rate}
   * @throws IllegalArgumentException for a name that is none, listing those that are
   */
  public Measurement measure(String metric) {
    return Metric.labelled(metric)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "metric is " + metric + ", but must be one of " + Metric.labels()))
        .on(results);
  }

  /** The value of a metric; see {@link #measure}. */
  public double value(String metric) {
    return measure(metric).estimate();
  }

  /** What makes the results untrustworthy as a whole, empty for a sound evaluation. */
  public List<Defect> defects() {
    return Soundness.defectsOf(this);
  }
}
