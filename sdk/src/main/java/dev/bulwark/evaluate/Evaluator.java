package dev.bulwark.evaluate;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.evaluate.Batches.Batch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Puts a suite's prompts to a model and has the answers judged. Building it touches nothing.
 *
 * <p>Where a batch fails, its prompts are tried one by one, so that one bad prompt does not take
 * the others with it; what still fails becomes a row with an error outcome. No prompt is ever left
 * out. An interrupt or a spent budget ends the run and leaves results that are marked as not
 * completed; a run that is to {@link RunSettings#resume} goes on from them.
 *
 * @param responder who answers
 * @param judge who judges
 * @param subject whose answers they are, for the record
 * @param settings how the run goes about its work
 * @param watcher told after each batch
 */
public record Evaluator(
    Responder responder, Judge judge, Subject subject, RunSettings settings, Watcher watcher) {

  /**
   * Whose answers they are.
   *
   * @param model the model's fingerprint, empty where none is known
   * @param decoding how answers are sampled, such as {@code strategy=greedy}
   * @param environment what should not matter, but may: device, number type, versions of libraries
   * @param trained what the model was trained on, as far as it is known
   */
  public record Subject(
      String model,
      Map<String, String> decoding,
      Map<String, String> environment,
      TrainedPrompts trained) {
    /** Nothing is known. */
    public static final Subject UNKNOWN =
        new Subject("", Map.of(), Map.of(), TrainedPrompts.none());

    /** Copies the settings. */
    public Subject {
      decoding = Map.copyOf(decoding);
      environment = Map.copyOf(environment);
    }
  }

  /** The standard judge and settings, no fingerprint. */
  public static Evaluator of(Responder responder) {
    return new Evaluator(
        responder, Judge.standard(), Subject.UNKNOWN, RunSettings.defaults(), Watcher.none());
  }

  /** Judges with another judge. */
  public Evaluator judge(Judge other) {
    return new Evaluator(responder, other, subject, settings, watcher);
  }

  /** Names the model that answers and how it samples. */
  public Evaluator model(String fingerprint, Map<String, String> sampling) {
    Subject other = new Subject(fingerprint, sampling, subject.environment(), subject.trained());
    return new Evaluator(responder, judge, other, settings, watcher);
  }

  /** Says on what the answers are made: device, number type, versions of libraries. */
  public Evaluator environment(Map<String, String> facts) {
    Subject other = new Subject(subject.model(), subject.decoding(), facts, subject.trained());
    return new Evaluator(responder, judge, other, settings, watcher);
  }

  /** Says what the model was trained on: prompts of the suite among it are named in the results. */
  public Evaluator trainedOn(TrainedPrompts trained) {
    Subject other =
        new Subject(subject.model(), subject.decoding(), subject.environment(), trained);
    return new Evaluator(responder, judge, other, settings, watcher);
  }

  /** Goes about its work in another way. */
  public Evaluator with(UnaryOperator<RunSettings> change) {
    return new Evaluator(responder, judge, subject, change.apply(settings), watcher);
  }

  /** Answers that many prompts at once, at least 1. */
  public Evaluator batchSize(int size) {
    return with(run -> run.batch(size));
  }

  /** Keeps prompts and answers in the results, or leaves them out. */
  public Evaluator keepTexts(boolean keep) {
    return with(run -> run.keepTexts(keep));
  }

  /** Tells another watcher how far it is. */
  public Evaluator watch(Watcher other) {
    return new Evaluator(responder, judge, subject, settings, other);
  }

  /** Runs and keeps the results in memory only. */
  public Evaluation evaluate(List<Prompt> prompts) {
    Map<String, ItemResult> results = new HashMap<>();
    run(prompts, Set.of(), rows -> rows.forEach(row -> results.put(row.key(), row)), "in memory");
    return completed(prompts, results);
  }

  /**
   * Runs and writes each batch's results as they come.
   *
   * @param resultsFile a {@code .jsonl} file; the run's header goes beside it as {@code .run.json}
   * @throws BadInput where the file can't be written, another run is writing it, or a budget is
   *     spent
   */
  public Evaluation evaluate(List<Prompt> prompts, Path resultsFile) {
    ResultsFile file = new ResultsFile(resultsFile);
    try (Journal journal = Journal.open(file, header(prompts), settings.resume())) {
      Map<String, ItemResult> results = new HashMap<>(journal.kept());
      if (!results.isEmpty()) {
        watcher.noted(
            "Going on after %d of %d answers"
                .formatted(results.size(), prompts.size() * settings.repeats()));
      }
      run(
          prompts,
          Set.copyOf(results.keySet()),
          rows -> {
            journal.append(rows);
            rows.forEach(row -> results.put(row.key(), row));
          },
          resultsFile.toString());
      Evaluation evaluation = completed(prompts, results);
      journal.complete(evaluation.header());
      return evaluation;
    }
  }

  private Evaluation completed(List<Prompt> prompts, Map<String, ItemResult> results) {
    List<ItemResult> rows = new ArrayList<>();
    for (Batch batch : batches(prompts, Set.of())) {
      for (Prompt prompt : batch.prompts()) {
        ItemResult row = results.get(ItemResult.key(prompt.id(), batch.repeat()));
        if (row != null) {
          rows.add(row);
        }
      }
    }
    return new Evaluation(header(prompts).completed(rows), rows);
  }

  private RunHeader header(List<Prompt> prompts) {
    return RunHeader.begin(
            Suite.hash(prompts),
            subject.model(),
            judge.id(),
            subject.decoding(),
            prompts.size() * settings.repeats())
        .environment(subject.environment())
        .trainedOn(known(prompts));
  }

  private Map<String, List<String>> known(List<Prompt> prompts) {
    Map<String, List<String>> known = new TreeMap<>();
    for (Prompt prompt : prompts) {
      for (String stage : subject.trained().stagesOf(prompt.text())) {
        known.computeIfAbsent(stage, none -> new ArrayList<>()).add(prompt.id());
      }
    }
    return known;
  }

  private void run(
      List<Prompt> prompts, Set<String> done, Consumer<List<ItemResult>> sink, String where) {
    Batches batches = new Batches(responder, judge, settings.keepTexts());
    Pace pace = new Pace(prompts.size() * settings.repeats(), done.size(), watcher);
    try {
      new Workers(settings.concurrency())
          .run(
              batches(prompts, done),
              batches::answer,
              rows -> {
                sink.accept(rows);
                pace.did(rows.size());
              });
    } catch (BudgetSpent e) {
      throw new BadInput(
          "%s after %d of %d answers".formatted(e.getMessage(), pace.done(), pace.total()),
          where,
          "Raise it and run again with resume: the run goes on where it stopped");
    }
  }

  /** What is still to be answered, one repeat after the other. */
  private List<Batch> batches(List<Prompt> prompts, Set<String> done) {
    List<Batch> batches = new ArrayList<>();
    for (int repeat = 0; repeat < settings.repeats(); repeat++) {
      int time = repeat;
      List<Prompt> left =
          prompts.stream()
              .filter(prompt -> !done.contains(ItemResult.key(prompt.id(), time)))
              .toList();
      for (int from = 0; from < left.size(); from += settings.batch()) {
        int to = Math.min(left.size(), from + settings.batch());
        batches.add(new Batch(left.subList(from, to), repeat));
      }
    }
    return batches;
  }
}
