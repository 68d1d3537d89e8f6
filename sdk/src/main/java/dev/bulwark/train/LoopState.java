package dev.bulwark.train;

import java.util.Map;

/**
 * Where a run stands, besides its tensors. Everything random is a function of the seed and of this.
 *
 * @param step steps taken
 * @param tokens tokens trained on, prompts included
 * @param seconds wall time spent
 * @param best the lowest held-out loss so far; NaN before the first
 * @param worse evaluations since then that were no better
 * @param calm state of the guard against divergence
 * @param more what else a loop remembers, by name
 */
public record LoopState(
    long step,
    long tokens,
    double seconds,
    double best,
    int worse,
    DivergenceGuard.State calm,
    Map<String, Double> more) {
  /** Before the first step. */
  public static final LoopState START =
      new LoopState(0, 0, 0, Double.NaN, 0, DivergenceGuard.State.START, Map.of());

  /** Copies the map, so that the value can't change. */
  public LoopState {
    more = Map.copyOf(more);
  }
}
