package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Answer;
import dev.bulwark.model.Ask;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Generator;
import dev.bulwark.model.Precision;
import dev.bulwark.model.Processor;
import dev.bulwark.model.Projection;
import dev.bulwark.model.Sampling;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the engine has a GPU: it learns and answers what the machine's own cores do. */
class GpuTest {
  private static final Compute GPU = new Compute(Precision.FP32, Processor.gpu(0));

  @BeforeAll
  static void needsAGpu() {
    assumeTrue(Processor.gpus() > 0, "The engine sees no GPU");
  }

  private static Decoder decoder(Compute compute, Adapter.Plan plan) {
    return ModelFolder.open(Folders.llama()).decoder(compute, plan, 7);
  }

  static Stream<Adapter.Plan> plans() {
    return Stream.of(Adapter.Plan.NONE, new Adapter.Plan(4, 8, Projection.ALL));
  }

  private static Map<String, float[]> learned(Compute compute, Adapter.Plan plan) {
    try (Decoder decoder = decoder(compute, plan)) {
      Optimisation optimisation = new Optimisation(1e-2, 0, 1, 0.3, 1, 4, 1);
      Tiny.train(decoder, optimisation, 7, Tiny.conversations(12, 3), step -> {});
      return Tiny.trainable(decoder);
    }
  }

  /** Three steps at a rate that moves most weights by 0.03; sums are added in another order. */
  @ParameterizedTest
  @MethodSource("plans")
  void learnsWhatTheCoresLearn(Adapter.Plan plan) {
    Map<String, float[]> there = learned(GPU, plan);
    Map<String, float[]> here = learned(Compute.FP32, plan);
    assertThat(there.keySet()).isEqualTo(here.keySet());
    here.forEach(
        (name, values) ->
            assertThat(there.get(name)).as(name).containsExactly(values, within(2e-3f)));
  }

  private static List<long[]> answers(Compute compute) {
    Random random = new Random(3);
    List<Ask> asks =
        Stream.generate(() -> new Ask(random.longs(1 + random.nextInt(20), 0, 320).toArray(), 24))
            .limit(40)
            .toList();
    try (Decoder decoder = decoder(compute, Adapter.Plan.NONE)) {
      return decoder
          .generator()
          .answer(asks, Set.of(-1L), Sampling.greedy(1), Generator.Listener.NONE)
          .stream()
          .map(Answer::ids)
          .toList();
    }
  }

  @Test
  void answersWhatTheCoresAnswer() {
    assertThat(answers(GPU)).containsExactlyElementsOf(answers(Compute.FP32));
  }
}
