package dev.bulwark;

import com.google.inject.Module;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.IterationRecord;
import dev.bulwark.data.Watcher;
import dev.bulwark.data.WholeFile;
import dev.bulwark.report.IterationPage;
import dev.bulwark.stage.IterationCheck;
import dev.bulwark.stage.Stage;
import dev.bulwark.stage.StageRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tunes a chat model for safety, stage after stage (paper §4.2).
 *
 * <p>Every call before {@link #run} returns a new value and touches nothing. Running first checks
 * all inputs of all stages, and only then trains.
 *
 * <pre>{@code
 * TunedModel safe =
 *     SafetyTuning.of(Path.of("models/base"))
 *         .seed(17)
 *         .output(Path.of("target/safety"))
 *         .then(SafetySFT.on(Conversations.in(Path.of("data/sft.jsonl"))))
 *         .run();
 * }</pre>
 */
public final class SafetyTuning {
  private final Path model;
  private final long seed;
  private final Path output;
  private final List<Stage> stages;
  private final List<Module> modules;
  private final Watcher watcher;

  private SafetyTuning(
      Path model,
      long seed,
      Path output,
      List<Stage> stages,
      List<Module> modules,
      Watcher watcher) {
    this.model = model;
    this.seed = seed;
    this.output = output;
    this.stages = List.copyOf(stages);
    this.modules = List.copyOf(modules);
    this.watcher = watcher;
  }

  /** Tuning of a model folder; seed 17, output under {@code target/bulwark}. */
  public static SafetyTuning of(Path model) {
    return new SafetyTuning(
        model, 17, Path.of("target", "bulwark"), List.of(), List.of(), Watcher.none());
  }

  /** With a seed for everything that is drawn. */
  public SafetyTuning seed(long other) {
    return new SafetyTuning(model, other, output, stages, modules, watcher);
  }

  /** With a folder for the results; each stage writes a folder of its name in it. */
  public SafetyTuning output(Path other) {
    return new SafetyTuning(model, seed, other, stages, modules, watcher);
  }

  /** With one more stage, which starts from the model of the one before. */
  public SafetyTuning then(Stage stage) {
    List<Stage> more = new ArrayList<>(stages);
    more.add(stage);
    return new SafetyTuning(model, seed, output, more, modules, watcher);
  }

  /**
   * With iterations of the same stages, RLHF-V1 to Vn (paper §3.2.3): such as rejection sampling,
   * then PPO, and reward models that are trained again in between. A look at held-out prompts comes
   * first and after each; {@code iterations.html} beside the results shows how safety and
   * helpfulness went.
   *
   * @param times from 1
   */
  public SafetyTuning iterate(int times, IterationCheck check, Stage... each) {
    if (times < 1 || each.length == 0) {
      throw new IllegalArgumentException(
          "times is %d and there are %d stages, but both must be at least 1"
              .formatted(times, each.length));
    }
    List<Stage> more = new ArrayList<>(stages);
    more.add(check);
    for (int i = 0; i < times; i++) {
      more.addAll(List.of(each));
      more.add(check);
    }
    return new SafetyTuning(model, seed, output, more, modules, watcher);
  }

  /** With Guice modules that replace a judge or a backend. */
  public SafetyTuning with(Module... replacements) {
    return new SafetyTuning(model, seed, output, stages, List.of(replacements), watcher);
  }

  /** With someone to tell how far it is. */
  public SafetyTuning watch(Watcher other) {
    return new SafetyTuning(model, seed, output, stages, modules, other);
  }

  /**
   * Checks everything, then runs the stages that are not up to date.
   *
   * @throws dev.bulwark.data.BadInput before any training, for whatever can be known before
   */
  public TunedModel run() {
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("stages is empty, but must hold at least one");
    }
    ModelFolder current = ModelFolder.open(model);
    List<Stage.Prepared> prepared = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Stage stage : stages) {
      checkNeeds(stage, names);
      prepared.add(stage.prepare(current));
      String name = stage.name();
      for (int i = 2; !names.add(name); i++) {
        name = stage.name() + "-" + i;
      }
      folders.add(output.resolve(name));
    }
    checkWritable();
    Map<String, Path> earlier = new HashMap<>();
    for (int i = 0; i < prepared.size(); i++) {
      Path folder = folders.get(i);
      current = prepared.get(i).run(new StageRun(current, folder, seed, watcher, earlier));
      earlier.put(stages.get(i).name(), folder);
    }
    writeIterations(folders);
    return TunedModel.open(current.path()).with(modules.toArray(Module[]::new)).watch(watcher);
  }

  private void writeIterations(List<Path> folders) {
    List<IterationRecord> iterations = new ArrayList<>();
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i) instanceof IterationCheck) {
        iterations.add(IterationRecord.in(folders.get(i)));
      }
    }
    if (!iterations.isEmpty()) {
      Path page = output.resolve("iterations.html");
      new IterationPage("Iterations", iterations).write(page);
      watcher.noted("Iterations: " + page);
    }
  }

  private static void checkNeeds(Stage stage, Set<String> before) {
    for (String need : new TreeSet<>(stage.needs())) {
      if (!before.contains(need)) {
        throw new BadInput(
            "The stage %s needs the result of %s, but no stage before it is called so"
                .formatted(stage.name(), need),
            "stages",
            "Put " + need + " before it, or name a folder that holds what it needs");
      }
    }
  }

  private void checkWritable() {
    try {
      Files.createDirectories(output);
      Files.delete(Files.createTempFile(output, ".bulwark", ".probe"));
    } catch (IOException e) {
      throw WholeFile.unwritable(output, e);
    }
  }
}
