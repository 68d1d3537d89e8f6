package dev.bulwark.stage;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.StageRecord;
import dev.bulwark.model.Compute;
import dev.bulwark.stage.PoolRow.Asked;
import dev.bulwark.stage.PoolRow.Candidate;
import dev.bulwark.stage.PoolRow.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One context distillation: answers with and without pre-prompts are compared, the better learned.
 */
record DistillationWork(
    StageRun run,
    String stage,
    ContextDistillationSettings settings,
    PromptReading read,
    RewardSource.Found reward) {

  /** A prompt, what it scored as it is, and its best answer with words in front. */
  private record Compared(Prompt prompt, double original, Optional<Candidate> best) {
    boolean isKept() {
      return best.isPresent() && best.get().score() > original;
    }

    Scored learned() {
      return PromptReading.asked(prompt, 1).scored(best.orElseThrow().text());
    }
  }

  void leavingOut(int others) {
    String data = Fingerprint.of(read.fingerprint() + reward.hash());
    StageRecord record = run.record(stage, settings, data);
    OwnAnswers answers = new OwnAnswers(run, record, settings.tuning());
    String round = Fingerprint.of(record.json()).substring(0, 16);
    Origin origin = new Origin(round, record.model(), reward.hash());
    new StageWork(run, record, settings.checkpoints(), OwnAnswers.FILES)
        .unlessDone(folder -> answers.learn(folder, () -> choose(folder, origin, others)));
  }

  private OwnAnswers.Chosen choose(RunFolder folder, Origin origin, int others) {
    Compute compute = folder.compute(settings.precision(), settings.device());
    List<Compared> compared;
    try (SamplePool pool = SamplePool.open(folder.file("answers.jsonl"));
        SamplingRound round =
            new SamplingRound(run, stage + ", answers", pool, origin, compute, reward)) {
      compared = compared(round);
    }
    List<Scored> learned =
        compared.stream().filter(Compared::isKept).map(Compared::learned).toList();
    if (learned.isEmpty()) {
      throw new BadInput(
          "None of %d answers with a pre-prompt scores above the original one"
              .formatted(compared.size()),
          stage,
          "Write other prePrompts, or leave the stage out");
    }
    DistillationReport report = report(compared, learned.size(), others);
    return new OwnAnswers.Chosen(learned, report.line(), report.json());
  }

  private List<Compared> compared(SamplingRound round) {
    ContextDistillationSettings.Drawing drawing = settings.drawing();
    List<List<Asked>> asked = read.prompts().stream().map(this::asked).toList();
    List<Asked> all = asked.stream().flatMap(List::stream).toList();
    round.draw(all, 1, drawing.longest(), drawing.together());
    List<PoolRow> rows = round.rows(all);
    List<Compared> compared = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < asked.size(); i++) {
      List<PoolRow> own = rows.subList(at, at + asked.get(i).size());
      Optional<Candidate> best =
          own.stream()
              .skip(1)
              .flatMap(row -> row.best(1, false).stream())
              .max(Comparator.comparingDouble(Candidate::score));
      double original = own.get(0).answers().get(0).score();
      compared.add(new Compared(read.prompts().get(i), original, best));
      at += own.size();
    }
    return compared;
  }

  /** The prompt as it is, then with each of its pre-prompts. */
  private List<Asked> asked(Prompt prompt) {
    Asked plain = PromptReading.asked(prompt, settings.drawing().temperature());
    return Stream.concat(
            Stream.of(plain), settings.prePrompts().of(prompt).stream().map(plain::after))
        .toList();
  }

  private static DistillationReport report(List<Compared> compared, int kept, int others) {
    SortedMap<String, double[]> counts = new TreeMap<>();
    for (Compared each : compared) {
      double[] count =
          counts.computeIfAbsent(each.prompt().category().orElse("none"), none -> new double[2]);
      count[0] += each.isKept() ? 1 : 0;
      count[1]++;
    }
    SortedMap<String, Double> byCategory = new TreeMap<>();
    counts.forEach((category, count) -> byCategory.put(category, count[0] / count[1]));
    return new DistillationReport(
        compared.size(),
        others,
        kept,
        (double) kept / compared.size(),
        byCategory,
        compared.stream().mapToDouble(Compared::original).average().orElseThrow(),
        compared.stream()
            .filter(Compared::isKept)
            .mapToDouble(each -> each.best().orElseThrow().score())
            .average()
            .orElseThrow());
  }
}
