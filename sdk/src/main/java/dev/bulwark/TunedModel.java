package dev.bulwark;

import com.google.inject.Module;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.evaluate.Judge;
import dev.bulwark.evaluate.Suite;
import dev.bulwark.stage.Answering;
import dev.bulwark.stage.LocalResponder;
import dev.bulwark.wiring.Parts;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/** A model folder that can be evaluated: a stage's result, or any model to compare it with. */
public final class TunedModel {
  private final ModelFolder folder;
  private final Answering answering;
  private final List<Module> modules;
  private final Watcher watcher;

  private TunedModel(
      ModelFolder folder, Answering answering, List<Module> modules, Watcher watcher) {
    this.folder = folder;
    this.answering = answering;
    this.modules = List.copyOf(modules);
    this.watcher = watcher;
  }

  /**
   * Opens a model folder.
   *
   * @throws dev.bulwark.data.BadInput naming what is wrong with it
   */
  public static TunedModel open(Path folder) {
    return new TunedModel(
        ModelFolder.open(folder), Answering.defaults(), List.of(), Watcher.none());
  }

  /** With another way of answering. */
  public TunedModel answering(Answering other) {
    return new TunedModel(folder, other, modules, watcher);
  }

  /** With Guice modules that replace a judge or a backend. */
  public TunedModel with(Module... replacements) {
    return new TunedModel(folder, answering, List.of(replacements), watcher);
  }

  /** With another judge; a module that binds one does the same. */
  public TunedModel judge(Judge other) {
    return with(Parts.judgedBy(other));
  }

  /** With someone to tell how far it is. */
  public TunedModel watch(Watcher other) {
    return new TunedModel(folder, answering, modules, other);
  }

  /** Where the model lies. */
  public Path folder() {
    return folder.path();
  }

  /** Answers and judges a suite; the results stay in memory. */
  public Evaluation evaluate(Suite suite) {
    return evaluate(suite, Evaluator::evaluate);
  }

  /**
   * Answers and judges a suite and keeps the results.
   *
   * @param results a {@code .jsonl} file; the run's header goes beside it. Whatever happens, those
   *     of an earlier run are gone, unless it was the same run and did not reach its end: then this
   *     one goes on from them
   */
  public Evaluation evaluate(Suite suite, Path results) {
    Evaluation.discardFinished(results);
    return evaluate(suite, (evaluator, prompts) -> evaluator.evaluate(prompts, results));
  }

  private Evaluation evaluate(
      Suite suite, BiFunction<Evaluator, List<Prompt>, Evaluation> evaluate) {
    List<Prompt> prompts = suite.read();
    Parts parts = Parts.from(modules);
    try (LocalResponder responder = answering.responder(folder, parts.backend(), watcher)) {
      responder.tooLong(prompts).ifPresent(watcher::noted);
      Evaluator evaluator =
          Evaluator.of(answering.cached(responder, folder.hash()))
              .judge(parts.judge())
              .with(run -> answering.run())
              .model(folder.hash(), answering.decoding())
              .environment(responder.environment())
              .trainedOn(TrainedPrompts.in(folder.path()))
              .watch(watcher);
      return evaluate.apply(evaluator, prompts);
    }
  }
}
