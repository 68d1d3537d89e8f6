package dev.bulwark.stage;

import dev.bulwark.train.KlPenalty;
import dev.bulwark.train.ScoreShape;

/**
 * What an answer earns (paper §3.2.3).
 *
 * @param scores what becomes of the raw scores of a batch
 * @param penalty what leaving the starting model costs
 * @param use how reward models are used
 */
public record Rewarding(ScoreShape scores, KlPenalty penalty, RewardUse use) {

  /** With another penalty. */
  public Rewarding penalty(KlPenalty other) {
    return new Rewarding(scores, other, use);
  }

  /** With scores shaped otherwise. */
  public Rewarding scores(ScoreShape other) {
    return new Rewarding(other, penalty, use);
  }
}
