package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.train.Drawing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Small trainings of policies: answers of a few tokens, worth the number of their letters e. */
final class PolicyRuns {
  static final int ITERATIONS = 6;

  final ModelFolder model;
  final Path prompts;
  final List<Progress> progress = new ArrayList<>();
  final List<String> notes = new ArrayList<>();

  PolicyRuns(Path folder) {
    model = ModelFolder.open(Folders.copyIn(folder));
    prompts = prompts(folder);
  }

  /** Four adversarial prompts and four helpful ones. */
  static Path prompts(Path folder) {
    return Folders.lines(
        folder.resolve("prompts.jsonl"),
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    "{\"id\":\"p%d\",\"prompt\":\"Question %d\",\"kind\":\"%s\"}"
                        .formatted(i, i, i % 2 == 0 ? "harmful" : "helpful"))
            .toArray(String[]::new));
  }

  static Reward reward() {
    return Reward.of(
        "letters e", answer -> answer.answer().chars().filter(letter -> letter == 'e').count());
  }

  static PPO ppo(Path prompts) {
    return PPO.on(Prompts.in(prompts)).reward(reward()).with(PolicyRuns::small);
  }

  /** Eight answers of at most six tokens an iteration, learned in mini-batches of four. */
  static PpoSettings small(PpoSettings settings) {
    return settings
        .policy(
            p ->
                p.iterations(ITERATIONS)
                    .drawing(new Drawing(8, 1, 6))
                    .optimisation(p.optimisation().batch(4).learningRate(1e-3)))
        .lora(Lora.rank(4))
        .machine(m -> m.checkpoints(new CheckpointPlan(1, 300, 2)).precision(PrecisionChoice.FP32));
  }

  ModelFolder run(Stage stage, Path output, long seed) {
    return stage.prepare(model).run(new StageRun(model, output, seed, watcher()));
  }

  ModelFolder run(UnaryOperator<PpoSettings> change, Path output) {
    return run(ppo(prompts).with(change), output, 17);
  }

  private Watcher watcher() {
    return new Heard(progress, notes);
  }
}
