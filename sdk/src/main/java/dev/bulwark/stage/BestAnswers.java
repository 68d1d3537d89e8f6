package dev.bulwark.stage;

import dev.bulwark.model.Compute;
import dev.bulwark.stage.PoolRow.Candidate;
import dev.bulwark.stage.PoolRow.Origin;
import dev.bulwark.stage.RejectionSamplingSettings.Choosing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The best answers of a pool to each prompt: of one round and, where they compete, of all that
 * stand before it (paper §3.2.3). Scores of another reward don't compare, so answers that were
 * scored by one are scored again.
 */
final class BestAnswers {
  private final Origin origin;
  private final Choosing choosing;
  private final Map<String, List<Entry>> byPrompt = new LinkedHashMap<>();
  private boolean reached;

  private BestAnswers(Origin origin, Choosing choosing) {
    this.origin = origin;
    this.choosing = choosing;
  }

  /**
   * A chosen answer.
   *
   * @param answer what is learned
   * @param score by the present reward
   * @param earlier whether it was drawn in an earlier round
   */
  record Chosen(Scored answer, double score, boolean earlier) {}

  private record Entry(PoolRow row, Candidate answer) {
    Scored scored() {
      return row.asked().scored(answer.text());
    }
  }

  /** Chooses from all that stands in a pool up to this round. */
  static List<Chosen> of(
      SamplePool pool,
      Origin origin,
      Choosing choosing,
      Compute compute,
      RewardSource.Found reward) {
    BestAnswers best = new BestAnswers(origin, choosing);
    pool.forEach(best::take);
    best.scoreAgain(compute, reward);
    return best.chosen();
  }

  private void take(PoolRow row) {
    boolean own = row.origin().equals(origin);
    reached |= own;
    if (own || (choosing.earlier() && !reached)) {
      List<Entry> entries = byPrompt.computeIfAbsent(row.asked().key(), none -> new ArrayList<>());
      row.best(choosing.top(), choosing.unfinished())
          .forEach(answer -> entries.add(new Entry(row, answer)));
    }
  }

  private void scoreAgain(Compute compute, RewardSource.Found reward) {
    List<Scored> old = new ArrayList<>();
    byPrompt
        .values()
        .forEach(all -> all.stream().filter(this::isOld).forEach(each -> old.add(each.scored())));
    if (old.isEmpty()) {
      return;
    }
    double[] scores;
    try (Reward open = reward.open(compute)) {
      scores = open.scores(old);
    }
    int[] at = {0};
    byPrompt
        .values()
        .forEach(
            all ->
                all.replaceAll(
                    each ->
                        isOld(each)
                            ? new Entry(each.row(), each.answer().score(scores[at[0]++]))
                            : each));
  }

  private boolean isOld(Entry entry) {
    return !entry.row().origin().reward().equals(origin.reward());
  }

  private List<Chosen> chosen() {
    List<Chosen> chosen = new ArrayList<>();
    for (List<Entry> entries : byPrompt.values()) {
      Set<String> texts = new HashSet<>();
      entries.stream()
          .sorted(Comparator.comparingDouble((Entry entry) -> -entry.answer().score()))
          .filter(entry -> texts.add(entry.answer().text()))
          .limit(choosing.top())
          .forEach(
              entry ->
                  chosen.add(
                      new Chosen(
                          entry.scored(),
                          entry.answer().score(),
                          !entry.row().origin().equals(origin))));
    }
    return chosen;
  }
}
