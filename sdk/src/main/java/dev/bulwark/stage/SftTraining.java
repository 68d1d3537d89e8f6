package dev.bulwark.stage;

import dev.bulwark.data.StageRecord;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.train.TokenObjective;
import dev.bulwark.train.TrainingLoop;
import java.nio.file.Path;
import java.util.function.Consumer;

/** One supervised training run on conversations, wherever these are from (paper §3.1). */
record SftTraining(StageRun run, StageRecord record, SafetySftSettings settings) {

  /**
   * Trains and writes the tuned folder.
   *
   * @param more writes what else belongs into it
   */
  void on(SftReading reading, RunFolder folder, Consumer<Path> more) {
    run.watcher().noted(record.stage() + ": " + reading.report().line());
    train(
        folder,
        Examples.of(reading.examples(), reading.mixture(run.seed()), settings.validation()),
        beside -> {
          folder.metrics().copyInto(beside);
          TrainedPrompts.in(run.model().path()).with(reading.prompts()).write(beside);
          more.accept(beside);
        });
  }

  private void train(RunFolder folder, Examples examples, Consumer<Path> more) {
    Compute compute = folder.compute(settings.precision(), settings.device());
    Adapter.Plan adapters = settings.lora().plan(run.model().shape());
    try (Decoder decoder = run.model().decoder(compute, adapters, run.seed())) {
      long steps = settings.optimisation().steps(examples.length());
      TrainingLoop<Encoded> loop =
          TrainingLoop.of(decoder, new TokenObjective(), settings.optimisation())
              .validate(examples.validation(settings.validation(), steps))
              .checkpoints(folder);
      GuardedTraining.run(record.stage(), () -> loop.run(examples, folder.steps()));
      run.model().save(decoder, run.output(), record, more);
    }
  }
}
