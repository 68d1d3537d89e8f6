package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.model.Projection;
import dev.bulwark.model.Source;
import dev.bulwark.text.Encoded;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DpoTrainingTest {
  private static final DpoObjective SIGMOID =
      new DpoObjective(new DpoLoss(DpoLoss.Form.SIGMOID, 0.1, 0));

  private final Decoder decoder = Tiny.decoder();

  @AfterEach
  void close() {
    decoder.close();
  }

  /** By the log-probabilities of each answer by itself, which the token objective gives. */
  @Test
  void lossOfABatchIsThatOfItsLogProbabilities() {
    List<DpoPair> pairs = other(DpoPair.seenBy(decoder, pairs(7, 3)));
    List<Encoded> answers = new ArrayList<>();
    pairs.forEach(pair -> answers.addAll(List.of(pair.chosen(), pair.rejected())));
    double[] policy =
        new TokenObjective()
            .losses(decoder, answers, 2048).stream().mapToDouble(each -> -each.sum()).toArray();
    double[] reference =
        pairs.stream()
            .flatMap(pair -> List.of(pair.referenceChosen(), pair.referenceRejected()).stream())
            .mapToDouble(Double::doubleValue)
            .toArray();
    int[] lengths = answers.stream().mapToInt(Encoded::learnedCount).toArray();
    DpoLoss loss = new DpoLoss(DpoLoss.Form.SIGMOID, 0.1, 0.2);
    double expected = loss.of(policy, reference, lengths).value();
    DpoObjective objective = new DpoObjective(loss);
    try (GradientTape tape = decoder.tape()) {
      // Parts of 30 tokens: the loss is that of the whole batch however it is cut.
      assertThat(objective.gradients(tape, pairs, 30)).isCloseTo(expected, within(1e-5));
    }
    assertThat(Objective.Weighted.mean(objective.losses(decoder, pairs, 30)))
        .isCloseTo(expected, within(1e-5));
  }

  /** Before training policy and reference agree: h = 0 and the loss is ln 2. */
  @Test
  void startsAtLnTwo() {
    List<DpoPair> pairs = DpoPair.seenBy(decoder, pairs(5, 4));
    assertThat(Objective.Weighted.mean(SIGMOID.losses(decoder, pairs, 2048)))
        .isCloseTo(Math.log(2), within(1e-6));
    assertThat(SIGMOID.rewards(decoder, pairs)).containsOnly(new double[10], within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(DpoLoss.Form.class)
  void gradientIsTheSlopeOfTheLoss(DpoLoss.Form form) {
    DpoObjective objective = new DpoObjective(new DpoLoss(form, 0.2, 0));
    List<DpoPair> pairs = other(DpoPair.seenBy(decoder, pairs(3, 5)));
    String name = "model.layers.1.mlp.down_proj.weight";
    float[] gradient;
    try (GradientTape tape = decoder.tape()) {
      objective.gradients(tape, pairs, 2048);
      gradient = tape.gradients().get(name).toFloatArray();
    }
    int steepest = 0;
    for (int i = 0; i < gradient.length; i++) {
      steepest = Math.abs(gradient[i]) > Math.abs(gradient[steepest]) ? i : steepest;
    }
    float h = 0.01f;
    double slope =
        (loss(objective, pairs, name, steepest, h) - loss(objective, pairs, name, steepest, -h))
            / (2 * h);
    assertThat(slope)
        .isCloseTo(gradient[steepest], within(2e-2 * Math.abs(gradient[steepest]) + 1e-3));
    assertThat(Math.abs(gradient[steepest])).isGreaterThan(1e-2f);
  }

  private double loss(
      DpoObjective objective, List<DpoPair> pairs, String name, int index, float change) {
    Source moved =
        spec -> {
          float[] values = decoder.values(spec);
          if (spec.name().equals(name)) {
            values[index] += change;
          }
          ByteBuffer buffer =
              ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.nativeOrder());
          buffer.asFloatBuffer().put(values);
          return buffer;
        };
    try (Decoder other = Decoder.whole(decoder.shape(), Compute.FP32, moved)) {
      return Objective.Weighted.mean(objective.losses(other, pairs, 2048));
    }
  }

  /** Adapters start as nothing, so the adapted policy is its own reference, too. */
  @Test
  void adaptersLearnWhichAnswerIsPreferred() {
    try (Decoder adapted = Tiny.decoder(new Adapter.Plan(4, 8, Projection.ALL), 5)) {
      List<DpoPair> pairs = DpoPair.seenBy(adapted, pairs(16, 6));
      TrainingLoop.of(adapted, SIGMOID, Tiny.optimisation(5e-3, 8, 15))
          .run(TrainingData.shuffled(pairs, 7), step -> {});
      double[] rewards = SIGMOID.rewards(adapted, pairs);
      for (int i = 0; i < rewards.length; i += 2) {
        assertThat(rewards[i]).isGreaterThan(rewards[i + 1] + 1);
      }
    }
  }

  @Test
  void pairThatNoReferenceSawStopsTheTraining() {
    assertThatThrownBy(
            () ->
                TrainingLoop.of(decoder, SIGMOID, Tiny.optimisation(1e-3, 4, 1))
                    .run(TrainingData.shuffled(pairs(4, 8), 1), step -> {}))
        .isInstanceOf(TrainingStopped.class)
        .hasMessageStartingWith("step 1 has the loss NaN");
  }

  /** The same pairs with another reference, so that h is not 0. */
  private static List<DpoPair> other(List<DpoPair> pairs) {
    Random random = new Random(9);
    return pairs.stream()
        .map(
            pair ->
                new DpoPair(
                    pair.chosen(),
                    pair.rejected(),
                    pair.referenceChosen() + random.nextGaussian(),
                    pair.referenceRejected() + random.nextGaussian()))
        .toList();
  }

  /** Two answers of 2 to 7 random tokens to one random prompt, which only the answers learn. */
  private static List<DpoPair> pairs(int count, long seed) {
    Random random = new Random(seed);
    List<DpoPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long[] prompt = random.longs(3 + random.nextInt(5), 0, 320).toArray();
      pairs.add(DpoPair.of(answered(prompt, random), answered(prompt, random)));
    }
    return pairs;
  }

  private static Encoded answered(long[] prompt, Random random) {
    long[] ids = new long[prompt.length + 2 + random.nextInt(6)];
    boolean[] learned = new boolean[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i < prompt.length ? prompt[i] : random.nextInt(320);
      learned[i] = i >= prompt.length;
    }
    return new Encoded(ids, learned);
  }
}
