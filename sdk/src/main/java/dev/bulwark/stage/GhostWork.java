package dev.bulwark.stage;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.DataReport;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.StageRecord;
import dev.bulwark.model.Compute;
import dev.bulwark.stage.PoolRow.Origin;
import dev.bulwark.text.Tokenizer;
import java.util.List;
import java.util.Optional;

/** One run of ghost attention: dialogues are answered under instructions, then learned. */
record GhostWork(
    StageRun run,
    String stage,
    GhostAttentionSettings settings,
    GhostReading read,
    Optional<Conversations> beside) {
  /** Every answer is as good as another: none is chosen by what it is worth. */
  private static final GivenReward UNSCORED = new GivenReward(Reward.of("unscored", any -> 0));

  void learn() {
    String others = beside.map(Conversations::fingerprint).orElse("");
    String data = Fingerprint.of(read.data().fingerprint() + others);
    StageRecord record = run.record(stage, settings, data);
    // In the first turn the instruction stands before the question, which hides its words.
    OwnAnswers answers = new OwnAnswers(run, record, settings.tuning(), beside, read.asked());
    new StageWork(run, record, settings.checkpoints(), OwnAnswers.FILES)
        .unlessDone(folder -> answers.learn(folder, () -> draw(folder, record)));
  }

  private OwnAnswers.Chosen draw(RunFolder folder, StageRecord record) {
    Compute compute = folder.compute(settings.precision(), settings.device());
    String id = Fingerprint.of(record.json()).substring(0, 16);
    Origin origin = new Origin(id, record.model(), UNSCORED.hash());
    run.watcher().noted(stage + ", dialogues: " + read.report().line());
    try (SamplePool pool = SamplePool.open(folder.file("answers.jsonl"));
        SamplingRound round =
            new SamplingRound(run, stage + ", answers", pool, origin, compute, UNSCORED);
        Tokenizer tokenizer = run.model().tokenizer()) {
      DialogueDrawing drawing =
          new DialogueDrawing(
              round,
              settings.drawing(),
              run.model().encoder(tokenizer),
              run.model().shape().attention().window());
      drawing.draw(read.instructed(settings, run.seed()));
      return chosen(drawing);
    }
  }

  private OwnAnswers.Chosen chosen(DialogueDrawing drawing) {
    DataReport data = read.report();
    GhostReport report = drawing.report(Math.toIntExact(data.read() - data.kept()));
    if (report.learned() == 0) {
      throw new BadInput(
          "No dialogue can be learned: " + report.line(),
          stage,
          "Use shorter dialogues or a smaller drawing.longest for those that are too long, a larger"
              + " one for those that are cut");
    }
    List<Scored> learned =
        drawing.answered().stream()
            .map(dialogue -> dialogue.learned(settings.instructions().place()))
            .toList();
    return new OwnAnswers.Chosen(learned, report.line(), report.json());
  }
}
