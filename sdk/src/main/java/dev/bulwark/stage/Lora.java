package dev.bulwark.stage;

import dev.bulwark.model.Adapter;
import dev.bulwark.model.Projection;
import dev.bulwark.train.Checks;
import java.util.List;

/**
 * Low-rank adapters instead of full fine-tuning.
 *
 * @param rank inner width, from 1; 0, the default, trains all weights
 * @param alpha scale times rank, above 0
 * @param projections the adapted matrices of each layer
 */
public record Lora(int rank, double alpha, List<Projection> projections) {

  /** Checks the ranges. */
  public Lora {
    projections = List.copyOf(projections);
    Checks.range(rank >= 0, "rank", rank, "0 or more");
    Checks.range(alpha > 0 && alpha < Double.POSITIVE_INFINITY, "alpha", alpha, "above 0");
    if (rank > 0 && projections.isEmpty()) {
      throw new IllegalArgumentException("projections is empty, but must name at least one");
    }
  }

  /** All weights are trained. */
  public static Lora off() {
    return new Lora(0, 32, Projection.ALL);
  }

  /** Adapters of a rank on all seven matrices, alpha twice the rank. */
  public static Lora rank(int rank) {
    return new Lora(rank, 2.0 * Math.max(1, rank), Projection.ALL);
  }

  Adapter.Plan plan() {
    return rank == 0 ? Adapter.Plan.NONE : new Adapter.Plan(rank, alpha, projections);
  }
}
