package dev.bulwark.stage;

import dev.bulwark.data.Require;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Projection;
import java.util.List;

/**
 * Low-rank adapters instead of full fine-tuning.
 *
 * @param rank inner width, from 1; 0, the default, trains all weights
 * @param alpha scale times rank, above 0
 * @param projections the adapted matrices of each layer
 * @param upper how many of the upper layers have adapters, from 1; 0, the default, for all. No
 *     gradient goes below them, and what lies there is computed once for all roles of a policy
 */
public record Lora(int rank, double alpha, List<Projection> projections, int upper) {

  /** Checks the ranges. */
  public Lora {
    projections = List.copyOf(projections);
    Require.that(rank >= 0, "rank", rank, "0 or more");
    Require.that(upper >= 0, "upper", upper, "0 or more");
    Require.that(alpha > 0 && alpha < Double.POSITIVE_INFINITY, "alpha", alpha, "above 0");
    if (rank > 0 && projections.isEmpty()) {
      throw new IllegalArgumentException("projections is empty, but must name at least one");
    }
  }

  /** In all layers. */
  public Lora(int rank, double alpha, List<Projection> projections) {
    this(rank, alpha, projections, 0);
  }

  /** All weights are trained. */
  public static Lora off() {
    return new Lora(0, 32, Projection.ALL);
  }

  /** Adapters of a rank on all seven matrices, alpha twice the rank. */
  public static Lora rank(int rank) {
    return new Lora(rank, 2.0 * Math.max(1, rank), Projection.ALL);
  }

  /** The same in so many of the upper layers only. */
  public Lora upper(int layers) {
    return new Lora(rank, alpha, projections, layers);
  }

  /** Where they sit in a model of this shape; as many layers as it has are all of them. */
  Adapter.Plan plan(DecoderShape shape) {
    return rank == 0
        ? Adapter.Plan.NONE
        : new Adapter.Plan(rank, alpha, projections).from(from(shape));
  }

  /** The lowest layer with adapters. */
  int from(DecoderShape shape) {
    return upper == 0 ? 0 : Math.max(0, shape.layers() - upper);
  }
}
