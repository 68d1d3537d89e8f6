package dev.bulwark.stage;

import dev.bulwark.data.StageRecord;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.data.WholeFile;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.train.DpoObjective;
import dev.bulwark.train.DpoPair;
import dev.bulwark.train.TrainingData;
import dev.bulwark.train.TrainingLoop;
import java.util.List;

/** One preference optimisation. */
record DpoTraining(StageRun run, StageRecord record, DpoSettings settings) {
  /** Where the tuned folder holds the report. */
  static final String FOLDER = "preferences";

  void on(DpoReading reading, RunFolder folder) {
    run.watcher().noted(record.stage() + ": " + reading.report().line());
    Compute compute = folder.compute(settings.precision(), settings.device());
    DpoObjective objective = new DpoObjective(settings.loss());
    try (Decoder decoder =
        run.model().decoder(compute, settings.lora().plan(run.model().shape()), run.seed())) {
      // Nothing is learned yet, nor taken from a checkpoint: the policy is the reference.
      List<DpoPair> learned = DpoPair.seenBy(decoder, reading.learned());
      List<DpoPair> heldOut = DpoPair.seenBy(decoder, reading.heldOut());
      GuardedTraining.run(
          record.stage(),
          () ->
              TrainingLoop.of(decoder, objective, settings.optimisation())
                  .checkpoints(folder)
                  .run(TrainingData.shuffled(learned, run.seed()), folder.steps()));
      DpoReport report = DpoReport.of(objective, decoder, learned, heldOut);
      run.watcher().noted(record.stage() + " " + report.line());
      run.model()
          .save(
              decoder,
              run.output(),
              record,
              beside -> {
                folder.metrics().copyInto(beside);
                TrainedPrompts.in(run.model().path()).with(reading.prompts()).write(beside);
                WholeFile.write(beside.resolve(FOLDER).resolve(DpoReport.FILE), report.json());
              });
    }
  }
}
