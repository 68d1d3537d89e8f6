package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.checkpoint.RewardFolder;
import dev.bulwark.data.BadInput;
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
import dev.bulwark.train.PairTraining;
import dev.bulwark.train.TrainingLoop;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/**
 * One training of a reward model: the starting model's own answers are drawn first, then it learns,
 * is checked on held-out pairs, calibrated and saved.
 */
record RewardTraining(
    StageRun run, StageRecord record, RewardModelSettings settings, RewardData data) {
  /** Paper §3.2.2: 3 % of the steps, and at least so many. */
  private static final double LEAST_WARMUP = 5;

  void work() {
    if (StageRecord.in(run.output()).equals(Optional.of(record.json()))
        && ModelFolder.isAsSaved(run.output())) {
      run.watcher().noted(record.stage() + " is up to date: inputs and settings are unchanged");
      return;
    }
    data.reports().forEach(run.watcher()::noted);
    Compute compute = settings.precision().decide(settings.device(), run.watcher());
    RewardData.Split split = data.split(run.seed());
    List<Encoded> answers =
        ReferenceAnswers.of(run.model(), compute, split.heldOut(), settings, run.seed());
    try (Metrics metrics = Metrics.beside(run.output())) {
      if (settings.lora().rank() == 0) {
        try (Decoder decoder = RewardFolder.whole(run.model(), compute, run.seed())) {
          train(decoder, split, answers, metrics);
        }
      } else {
        try (Base base = RewardFolder.trunk(run.model(), compute);
            Decoder decoder = base.scorer(settings.lora().plan(), Adapter.drawn(run.seed()))) {
          train(decoder, split, answers, metrics);
        }
      }
      metrics.drop();
    }
  }

  private void train(
      Decoder decoder, RewardData.Split split, List<Encoded> answers, Metrics metrics) {
    RewardModelSettings.Ranking ranking = settings.ranking();
    PairObjective objective =
        new PairObjective(new PairLoss(ranking.centring()), ranking.labels(), ranking.auxiliary());
    try {
      new PairTraining(decoder, objective, optimisation(split.learned().size()), run.seed())
          .run(split.learned(), new StepReport(record.stage(), run.watcher(), metrics));
    } catch (TrainingLoop.NotFinite e) {
      throw new BadInput(
          "The training left the numbers: " + e.getMessage(),
          record.stage(),
          "Set a lower optimisation.learningRate");
    }
    HeldOut heldOut = HeldOut.of(decoder, split.heldOut());
    Calibration calibration = heldOut.calibration(settings, decoder, answers);
    RewardReport report = heldOut.report(calibration.probability());
    run.watcher().noted(HeldOut.line(record.stage(), report));
    RewardFolder.save(
        run.model(),
        decoder,
        run.output(),
        record,
        beside -> {
          WholeFile.write(beside.resolve(Calibration.FILE), calibration.json());
          WholeFile.write(beside.resolve(RewardReport.FILE), report.json());
          WholeFile.write(beside.resolve("metrics.jsonl"), out -> Files.copy(metrics.file(), out));
        });
  }

  /** The settings, with at least five steps of warm-up where there are twice as many. */
  private Optimisation optimisation(int pairs) {
    Optimisation o = settings.optimisation();
    double steps = Math.ceil((double) pairs / o.batch()) * o.epochs();
    double least = Math.min(LEAST_WARMUP / steps, 0.5);
    return new Optimisation(
        o.learningRate(),
        Math.max(o.warmup(), least),
        o.floor(),
        o.weightDecay(),
        o.clip(),
        o.batch(),
        o.epochs());
  }
}
