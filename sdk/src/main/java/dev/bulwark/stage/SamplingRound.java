package dev.bulwark.stage;

import dev.bulwark.data.Progress;
import dev.bulwark.model.Compute;
import dev.bulwark.stage.PoolRow.Asked;
import dev.bulwark.stage.PoolRow.Origin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One round of drawing answers into a pool: a batch of prompts at a time, each of which is on the
 * disk before the next begins. A round that was killed goes on with the first prompt that lacks its
 * answers.
 */
final class SamplingRound implements AutoCloseable {
  private final StageRun run;
  private final String stage;
  private final SamplePool pool;
  private final Origin origin;
  private final Compute compute;
  private final RewardSource.Found reward;
  private final Set<Asked> answered = new HashSet<>();
  private final Set<Asked> settled = new HashSet<>();
  private Optional<Sampler> sampler = Optional.empty();

  SamplingRound(
      StageRun run,
      String stage,
      SamplePool pool,
      Origin origin,
      Compute compute,
      RewardSource.Found reward) {
    this.run = run;
    this.stage = stage;
    this.pool = pool;
    this.origin = origin;
    this.compute = compute;
    this.reward = reward;
    pool.forEach(
        row -> {
          if (row.origin().equals(origin)) {
            answered.add(row.asked());
          }
        });
    if (!answered.isEmpty()) {
      run.watcher().noted(stage + " goes on: " + answered.size() + " prompts have their answers");
    }
  }

  /**
   * Draws what is missing.
   *
   * @param asked prompts of one temperature
   * @param count answers to each
   * @param most tokens of an answer
   * @param together prompts that are answered at once
   */
  void draw(List<Asked> asked, int count, int most, int together) {
    List<Asked> open = asked.stream().filter(each -> !settled.contains(each)).toList();
    long start = System.nanoTime();
    int before = 0;
    for (int from = 0; from < open.size(); from += together) {
      List<Asked> batch = open.subList(from, Math.min(open.size(), from + together));
      int done = from + batch.size();
      if (answered.containsAll(batch)) {
        before = done;
        continue;
      }
      // Drawn whole even where a kill left a part of it: what is beside an answer rounds it.
      List<PoolRow> rows = sampler().draw(batch, count, most);
      pool.append(rows.stream().filter(row -> !answered.contains(row.asked())).toList());
      answered.addAll(batch);
      tell(done, open.size(), before, count, (System.nanoTime() - start) / 1e9);
    }
    settled.addAll(asked);
  }

  private void tell(int done, int all, int before, int count, double seconds) {
    double each = seconds / (done - before);
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("answers/s", count / each);
    run.watcher().progressed(new Progress(stage, done, all, each * (all - done), figures));
  }

  private Sampler sampler() {
    if (sampler.isEmpty()) {
      sampler = Optional.of(new Sampler(run, origin, compute, reward));
    }
    return sampler.get();
  }

  /** The rows of this round for these prompts, which were all drawn, in their order. */
  List<PoolRow> rows(List<Asked> asked) {
    Map<Asked, PoolRow> rows = new HashMap<>();
    pool.forEach(
        row -> {
          if (row.origin().equals(origin)) {
            rows.put(row.asked(), row);
          }
        });
    return asked.stream().map(each -> Optional.ofNullable(rows.get(each)).orElseThrow()).toList();
  }

  @Override
  public void close() {
    sampler.ifPresent(Sampler::close);
  }
}
