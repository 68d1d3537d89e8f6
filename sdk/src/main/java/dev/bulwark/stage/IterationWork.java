package dev.bulwark.stage;

import dev.bulwark.checkpoint.FolderFiles;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.IterationRecord;
import dev.bulwark.data.IterationRecord.Score;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.WholeFile;
import dev.bulwark.model.Compute;
import dev.bulwark.stage.PoolRow.Asked;
import dev.bulwark.stage.PoolRow.Origin;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One look at a model between iterations. */
record IterationWork(
    StageRun run,
    String stage,
    PromptReading read,
    List<IterationCheck.Scorer> scorers,
    int longest,
    RewardUse use) {
  private static final int TOGETHER = 64;

  /** Answers are drawn for several rewards at once, so none scores them while they are drawn. */
  private static final Reward NONE = Reward.of("none", scored -> 0);

  void look() {
    List<RewardSource.Found> found =
        scorers.stream().map(scorer -> scorer.source().find(run, use)).toList();
    refuseOwnJudges(found);
    String rewards = String.join(" ", found.stream().map(RewardSource.Found::hash).toList());
    String data = Fingerprint.of(read.fingerprint() + rewards + longest);
    StageRecord record = run.record(stage, use, data);
    CheckpointPlan plan = CheckpointPlan.defaults();
    try (RunFolder folder = RunFolder.open(run.output(), record, plan, run.watcher())) {
      if (isDone(record)) {
        run.watcher().noted(stage + " is up to date: inputs and settings are unchanged");
      } else {
        write(record, looked(folder, record, found));
      }
      folder.finish();
    }
  }

  private boolean isDone(StageRecord record) {
    return StageRecord.in(run.output()).equals(Optional.of(record.json()))
        && Files.exists(run.output().resolve(IterationRecord.FILE));
  }

  private void write(StageRecord record, IterationRecord looked) {
    FolderFiles.replace(
        run.output(),
        beside -> {
          WholeFile.write(beside.resolve(IterationRecord.FILE), looked.json());
          WholeFile.write(beside.resolve(StageRecord.FILE), record.json());
        });
  }

  /** A judge that tunes the policy says nothing that tuning does not say. */
  private void refuseOwnJudges(List<RewardSource.Found> found) {
    Map<String, String> tuning = new HashMap<>();
    for (int i = 0; i < scorers.size(); i++) {
      if (scorers.get(i).by().equals("tuning")) {
        tuning.put(found.get(i).hash(), scorers.get(i).of());
      }
    }
    for (int i = 0; i < scorers.size(); i++) {
      String same = tuning.get(found.get(i).hash());
      if (scorers.get(i).by().equals("judge") && same != null) {
        throw new BadInput(
            "The judge of %s is the reward of %s that the policy is tuned by"
                .formatted(scorers.get(i).of(), same),
            stage,
            "Name a reward model as judge that was trained on other data");
      }
    }
  }

  private IterationRecord looked(
      RunFolder folder, StageRecord record, List<RewardSource.Found> found) {
    Compute compute = folder.compute(PrecisionChoice.FP32, DeviceChoice.AUTO);
    String round = Fingerprint.of(record.json()).substring(0, 16);
    Origin origin = new Origin(round, record.model(), NONE.hash());
    List<Asked> asked = read.asked(1);
    List<PoolRow> rows;
    try (SamplePool pool = SamplePool.open(folder.file("answers.jsonl"));
        SamplingRound drawing =
            new SamplingRound(
                run, stage + ", answers", pool, origin, compute, new GivenReward(NONE))) {
      drawing.draw(asked, 1, longest, TOGETHER);
      rows = drawing.rows(asked);
    }
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < scorers.size(); i++) {
      scores.add(score(scorers.get(i), found.get(i), rows, compute));
    }
    return new IterationRecord(record.model(), scores);
  }

  private Score score(
      IterationCheck.Scorer scorer, RewardSource.Found found, List<PoolRow> rows, Compute compute) {
    List<Scored> answers = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Prompt prompt = read.prompts().get(i);
      if (prompt.kind() == scorer.kind()) {
        answers.add(rows.get(i).asked().scored(rows.get(i).answers().get(0).text()));
      }
    }
    double[] scores;
    try (Reward reward = found.open(compute)) {
      scores = reward.scores(answers);
    }
    Arrays.sort(scores);
    double mean = Arrays.stream(scores).average().orElseThrow();
    double lowest =
        Arrays.stream(scores, 0, Math.max(1, scores.length / 10)).average().orElseThrow();
    run.watcher()
        .noted(
            String.format(
                Locale.ROOT,
                "%s: %s by the %s is %.3f over %d answers, %.3f over the lowest tenth",
                stage,
                scorer.of(),
                scorer.by(),
                mean,
                scores.length,
                lowest));
    return new Score(scorer.of(), scorer.by(), found.hash(), scores.length, mean, lowest);
  }
}
