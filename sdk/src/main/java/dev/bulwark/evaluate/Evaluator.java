package dev.bulwark.evaluate;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Watcher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Puts a suite's prompts to a model and has the answers judged. Building it touches nothing.
 *
 * <p>Where a batch fails, its prompts are tried one by one, so that one bad prompt does not take
 * the others with it; what still fails becomes a row with an error outcome. No prompt is ever left
 * out. An interrupt ends the run and leaves results that are marked as not completed.
 *
 * @param responder who answers
 * @param judge who judges
 * @param batchSize prompts answered at once
 * @param model the model's fingerprint, empty where none is known
 * @param decoding how answers are sampled, such as {@code strategy=greedy}; for the record
 * @param keepTexts whether prompts and answers go into the results
 * @param watcher told after each batch
 */
public record Evaluator(
    Responder responder,
    Judge judge,
    int batchSize,
    String model,
    Map<String, String> decoding,
    boolean keepTexts,
    Watcher watcher) {

  /** Checks the batch size. */
  public Evaluator {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize is " + batchSize + ", but must be at least 1");
    }
    decoding = Map.copyOf(decoding);
  }

  /** Batches of 16, the standard judge, no fingerprint, no texts. */
  public static Evaluator of(Responder responder) {
    return new Evaluator(responder, Judge.standard(), 16, "", Map.of(), false, Watcher.none());
  }

  /** Judges with another judge. */
  public Evaluator judge(Judge other) {
    return new Evaluator(responder, other, batchSize, model, decoding, keepTexts, watcher);
  }

  /** Answers that many prompts at once, at least 1. */
  public Evaluator batchSize(int size) {
    return new Evaluator(responder, judge, size, model, decoding, keepTexts, watcher);
  }

  /** Names the model that answers and how it samples. */
  public Evaluator model(String fingerprint, Map<String, String> sampling) {
    return new Evaluator(responder, judge, batchSize, fingerprint, sampling, keepTexts, watcher);
  }

  /** Keeps prompts and answers in the results, or leaves them out. */
  public Evaluator keepTexts(boolean keep) {
    return new Evaluator(responder, judge, batchSize, model, decoding, keep, watcher);
  }

  /** Tells another watcher how far it is. */
  public Evaluator watch(Watcher other) {
    return new Evaluator(responder, judge, batchSize, model, decoding, keepTexts, other);
  }

  /** Runs and keeps the results in memory only. */
  public Evaluation evaluate(List<Prompt> prompts) {
    return completed(prompts, run(prompts, rows -> {}));
  }

  /**
   * Runs and writes each batch's results as they come.
   *
   * @param resultsFile a {@code .jsonl} file; the run's header goes beside it as {@code .run.json}
   * @throws dev.bulwark.data.BadInput where the file can't be written
   */
  public Evaluation evaluate(List<Prompt> prompts, Path resultsFile) {
    ResultsFile file = new ResultsFile(resultsFile);
    try (Journal journal = Journal.open(file, header(prompts))) {
      Evaluation evaluation = completed(prompts, run(prompts, journal::append));
      journal.complete(evaluation.header());
      return evaluation;
    }
  }

  private Evaluation completed(List<Prompt> prompts, List<ItemResult> results) {
    return new Evaluation(header(prompts).completed(results), results);
  }

  private RunHeader header(List<Prompt> prompts) {
    return RunHeader.begin(Suite.hash(prompts), model, judge.id(), decoding, prompts.size());
  }

  private List<ItemResult> run(List<Prompt> prompts, Consumer<List<ItemResult>> sink) {
    Batches batches = new Batches(responder, judge, keepTexts);
    List<ItemResult> results = new ArrayList<>();
    long start = System.nanoTime();
    for (int from = 0; from < prompts.size(); from += batchSize) {
      int to = Math.min(prompts.size(), from + batchSize);
      List<ItemResult> rows = batches.answer(prompts.subList(from, to));
      sink.accept(rows);
      results.addAll(rows);
      watcher.progressed(progress(to, prompts.size(), (System.nanoTime() - start) / 1e9));
    }
    return results;
  }

  private static Progress progress(int done, int total, double seconds) {
    double rate = done / Math.max(seconds, 1e-9);
    return new Progress("evaluate", done, total, (total - done) / rate, Map.of("prompts/s", rate));
  }
}
