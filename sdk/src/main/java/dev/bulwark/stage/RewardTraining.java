package dev.bulwark.stage;

import dev.bulwark.checkpoint.RewardFolder;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.reward.Calibration;
import dev.bulwark.evaluate.reward.RewardReport;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.train.Optimisation;
import dev.bulwark.train.PairLoss;
import dev.bulwark.train.PairObjective;
import dev.bulwark.train.ScheduleShape;
import dev.bulwark.train.TrainingData;
import dev.bulwark.train.TrainingLoop;
import java.util.List;

/**
 * One training of a reward model: the starting model's own answers are drawn first, then it learns,
 * is checked on held-out pairs, calibrated and saved.
 */
record RewardTraining(
    StageRun run, StageRecord record, RewardModelSettings settings, RewardData data) {
  /** Paper §3.2.2: 3 % of the steps, and at least so many. */
  private static final int LEAST_WARMUP = 5;

  void work() {
    List<String> files = List.of(Calibration.FILE, RewardReport.FILE);
    new StageWork(run, record, settings.checkpoints(), files).unlessDone(this::work);
  }

  private void work(RunFolder folder) {
    data.reports().forEach(run.watcher()::noted);
    Compute compute = folder.compute(settings.precision(), settings.device());
    RewardData.Split split = data.split(run.seed());
    List<Encoded> answers =
        ReferenceAnswers.of(run.model(), compute, split.heldOut(), settings, run.seed());
    if (settings.lora().rank() == 0) {
      try (Decoder decoder = RewardFolder.whole(run.model(), compute, run.seed())) {
        train(decoder, split, answers, folder);
      }
    } else {
      try (Base base = RewardFolder.trunk(run.model(), compute);
          Decoder decoder =
              base.scorer(settings.lora().plan(run.model().shape()), Adapter.drawn(run.seed()))) {
        train(decoder, split, answers, folder);
      }
    }
  }

  private void train(
      Decoder decoder, RewardData.Split split, List<Encoded> answers, RunFolder folder) {
    RewardModelSettings.Ranking ranking = settings.ranking();
    PairObjective objective =
        new PairObjective(new PairLoss(ranking.centring()), ranking.labels(), ranking.auxiliary());
    GuardedTraining.run(
        record.stage(),
        () ->
            TrainingLoop.of(decoder, objective, optimisation(split.learned().size()))
                .checkpoints(folder)
                .run(TrainingData.shuffled(split.learned(), run.seed()), folder.steps()));
    HeldOut heldOut = HeldOut.of(decoder, split.heldOut());
    Calibration calibration = heldOut.calibration(settings, decoder, answers);
    RewardReport figures = heldOut.report(calibration.probability());
    run.watcher().noted(HeldOut.line(record.stage(), figures));
    if (calibration.probability().method() != settings.use().calibrating().method()) {
      run.watcher()
          .noted(
              record.stage()
                  + " has no probability of being safe: too few held-out answers have a label");
    }
    RewardFolder.save(
        run.model(),
        decoder,
        run.output(),
        record,
        beside -> {
          WholeFile.write(beside.resolve(Calibration.FILE), calibration.json());
          WholeFile.write(beside.resolve(RewardReport.FILE), figures.json());
          folder.metrics().copyInto(beside);
        });
  }

  /** The settings, with at least five steps of warm-up where there are twice as many. */
  private Optimisation optimisation(int pairs) {
    Optimisation given = settings.optimisation();
    int least = (int) Math.min(LEAST_WARMUP, given.steps(pairs) / 2);
    ScheduleShape schedule = given.schedule();
    return given.schedule(schedule.warmupSteps(Math.max(schedule.warmupSteps(), least)));
  }
}
