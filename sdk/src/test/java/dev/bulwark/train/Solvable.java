package dev.bulwark.train;

import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.DecoderShape.Attention;
import dev.bulwark.model.DecoderShape.Output;
import dev.bulwark.model.Projection;
import dev.bulwark.model.Rotary;
import dev.bulwark.model.WeightSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Tasks whose optimum is known, and a model small enough to reach it in a second. */
final class Solvable {
  /** No answer of these tasks needs an end. */
  static final Set<Long> STOPS = Set.of(11L);

  static final Adapter.Plan PLAN = new Adapter.Plan(4, 8, Projection.ALL);

  private static final DecoderShape SHAPE =
      new DecoderShape(
          12, 64, 64, 2, Attention.plain(2, 1, 32, Rotary.plain(10_000), 32), 1e-5, Output.OWN);

  private Solvable() {}

  /**
   * Random weights of a scale at which an adapter can reach any distribution over the 12 tokens.
   */
  static Base base(long seed) {
    Random random = new Random(seed);
    return Base.of(SHAPE, Compute.FP32, spec -> values(spec, random));
  }

  private static ByteBuffer values(WeightSpec spec, Random random) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(4 * spec.size())).order(ByteOrder.nativeOrder());
    double scale = spec.isMatrix() ? 1 / Math.sqrt(spec.dimensions().get(1)) : 0;
    while (bytes.hasRemaining()) {
      bytes.putFloat(spec.isMatrix() ? (float) (scale * random.nextGaussian()) : 1);
    }
    return bytes.flip();
  }

  /** Prompts in turn, and a score that a function of prompt and answer gives. */
  record Task(List<long[]> each, ToDoubleFunction<Rollout> score) implements Environment {
    @Override
    public List<long[]> prompts(long iteration, int count) {
      return IntStream.range(0, count).mapToObj(i -> each.get(i % each.size())).toList();
    }

    @Override
    public double[] scores(long iteration, int count, List<Rollout> answers, RolloutReader reader) {
      return answers.stream().mapToDouble(score).toArray();
    }
  }

  /** How often token 5 stands in the answer. */
  static Task count() {
    return new Task(
        List.of(new long[] {1, 2}),
        rollout -> Arrays.stream(rollout.drawn()).filter(id -> id == 5).count());
  }

  /** Four contexts c, and 1 for the token c + 4. */
  static Task bandit() {
    return new Task(
        List.of(new long[] {0}, new long[] {1}, new long[] {2}, new long[] {3}),
        rollout -> rollout.drawn()[0] == rollout.prompt()[0] + 4 ? 1 : 0);
  }
}
