package dev.bulwark.stage;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.StageRecord;
import dev.bulwark.model.Compute;
import dev.bulwark.stage.PoolRow.Asked;
import dev.bulwark.stage.PoolRow.Origin;
import dev.bulwark.stage.RejectionSamplingSettings.Drawing;
import dev.bulwark.train.BestOfN;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** One round of rejection sampling: answers are drawn and scored, the best chosen and learned. */
record RejectionWork(
    StageRun run,
    String stage,
    RejectionSamplingSettings settings,
    PromptReading read,
    RewardSource.Found reward) {

  void into(Path file) {
    try (SamplePool pool = SamplePool.open(file)) {
      Origin origin = origin();
      String data = Fingerprint.of(origin + read.fingerprint() + pool.before(origin.round()));
      StageRecord record = run.record(stage, settings, data);
      OwnAnswers answers = new OwnAnswers(run, record, settings.tuning());
      new StageWork(run, record, settings.checkpoints(), OwnAnswers.FILES)
          .unlessDone(folder -> answers.learn(folder, () -> choose(folder, pool, origin)));
    }
  }

  /** What the answers of this round depend on, and nothing else. */
  private Origin origin() {
    String model = run.model().hash();
    String drawing = Settings.tree(settings.drawing()).toString();
    String round =
        Fingerprint.of(
            String.join(
                " ", model, reward.hash(), read.fingerprint(), drawing, Long.toString(run.seed())));
    return new Origin(round.substring(0, 16), model, reward.hash());
  }

  private OwnAnswers.Chosen choose(RunFolder folder, SamplePool pool, Origin origin) {
    Compute compute = folder.compute(settings.precision(), settings.device());
    Drawing drawing = settings.drawing();
    SortedMap<Double, Double> tried = new TreeMap<>();
    double temperature;
    List<PoolRow> rows;
    try (SamplingRound round =
        new SamplingRound(run, stage + ", answers", pool, origin, compute, reward)) {
      temperature = temperature(round, tried);
      List<Asked> asked = read.asked(temperature);
      draw(round, asked);
      rows = round.rows(asked);
    }
    List<BestAnswers.Chosen> best =
        BestAnswers.of(pool, origin, settings.choosing(), compute, reward);
    if (best.isEmpty()) {
      throw new BadInput(
          "None of %d answers can be learned: they are empty or were cut at %d tokens"
              .formatted(rows.size() * drawing.answers(), drawing.longest()),
          stage,
          "Set a larger drawing.longest, or choosing.unfinished to true");
    }
    SamplingReport report =
        new SamplingReport(
            SamplingReport.Drawn.of(rows, read.doubled()),
            temperature,
            tried,
            SamplingReport.bestOf(rows),
            best.size(),
            (int) best.stream().filter(BestAnswers.Chosen::earlier).count(),
            best.stream().mapToDouble(BestAnswers.Chosen::score).average().orElseThrow());
    List<Scored> learned = best.stream().map(BestAnswers.Chosen::answer).toList();
    return new OwnAnswers.Chosen(learned, report.line(), report.json());
  }

  private void draw(SamplingRound round, List<Asked> asked) {
    Drawing drawing = settings.drawing();
    round.draw(asked, drawing.answers(), drawing.longest(), drawing.together());
  }

  /** The temperature whose best answers to some of the prompts score highest. */
  private double temperature(SamplingRound round, SortedMap<Double, Double> tried) {
    List<Double> temperatures = settings.drawing().temperatures();
    double best = temperatures.get(0);
    if (temperatures.size() == 1) {
      return best;
    }
    List<Asked> probe = new ArrayList<>(read.asked(best));
    Collections.shuffle(probe, new Random(run.seed()));
    int size = Math.min(settings.drawing().probe(), probe.size());
    for (double temperature : temperatures) {
      List<Asked> asked =
          probe.subList(0, size).stream().map(each -> each.at(temperature)).toList();
      draw(round, asked);
      double[][] scores = round.rows(asked).stream().map(PoolRow::scores).toArray(double[][]::new);
      tried.put(temperature, BestOfN.of(scores, settings.drawing().answers()));
    }
    double highest = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Double, Double> each : tried.entrySet()) {
      if (each.getValue() > highest) {
        highest = each.getValue();
        best = each.getKey();
      }
    }
    return best;
  }
}
