package dev.bulwark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.fixtures.ResidentMemory;
import dev.bulwark.model.DecoderShape.Attention;
import dev.bulwark.model.DecoderShape.Output;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy, reference, critic and reward models on one base. */
class RolesTest {
  private static final Adapter.Plan PLAN = new Adapter.Plan(8, 16, Projection.ALL);

  /** 31 million weights: 126 MB in fp32. */
  private static final DecoderShape LARGE =
      new DecoderShape(
          8192,
          768,
          2048,
          4,
          Attention.plain(12, 4, 64, Rotary.plain(10_000), 256),
          1e-5,
          Output.TIED);

  @Test
  void rolesDoNotDisturbEachOther() {
    try (Base base = ModelFolder.open(Folders.llama()).base(Compute.FP32);
        Decoder reference = base.plain();
        Decoder policy = base.role(PLAN, 1);
        Decoder critic = base.scorer(PLAN, Adapter.drawn(2))) {
      float[] before = logProbabilities(reference);
      assertThat(logProbabilities(policy)).containsExactly(before, within(1e-6f));
      policy.trainable().forEach((name, tensor) -> shift(tensor));
      assertThat(logProbabilities(policy)).isNotEqualTo(before);
      assertThat(logProbabilities(reference)).containsExactly(before);
      assertThat(logProbabilities(critic)).containsExactly(before, within(1e-6f));
      assertThat(reference.trainable()).isEmpty();
    }
  }

  @Test
  void generatorsOfTwoRolesTakeTurns() {
    Sampling greedy = Sampling.greedy(12);
    List<long[]> prompt = List.of(new long[] {5, 6, 7});
    try (Base base = ModelFolder.open(Folders.llama()).base(Compute.FP32);
        Decoder reference = base.plain();
        Decoder policy = base.role(PLAN, 1)) {
      policy.trainable().forEach((name, tensor) -> shift(tensor));
      Generator first = reference.generator();
      long[] plain = first.generate(prompt, Set.of(-1L), greedy).get(0);
      try (Generator second = policy.generator()) {
        assertThat(second.generate(prompt, Set.of(-1L), greedy).get(0)).isNotEqualTo(plain);
        assertThat(first.generate(prompt, Set.of(-1L), greedy).get(0)).isEqualTo(plain);
      }
      assertThat(first.generate(prompt, Set.of(-1L), greedy).get(0)).isEqualTo(plain);
    }
  }

  /** The norm of the trunk has one value for each hidden unit: here one too few, one too many. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void weightsMustBeFilled(int more) {
    DecoderShape shape = ModelFolder.open(Folders.llama()).shape();
    Source source =
        spec -> {
          long values = spec.size() + (spec.name().equals("model.norm.weight") ? more : 0);
          return ByteBuffer.allocateDirect(Math.toIntExact(values * Float.BYTES))
              .order(ByteOrder.nativeOrder());
        };
    String message =
        "The source gave %d values of the weight model.norm.weight, but must give %d"
            .formatted(shape.hidden() + more, shape.hidden());
    assertThatThrownBy(() -> Decoder.whole(shape, Compute.FP32, source))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Base.of(shape, Compute.FP32, source))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
  }

  @Test
  void scoresNeedAHead() {
    try (Base base = ModelFolder.open(Folders.llama()).base(Compute.FP32);
        Decoder policy = base.role(PLAN, 1);
        NDManager scope = policy.scope()) {
      assertThatThrownBy(() -> policy.scores(scope, packing(), new long[] {0}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("This decoder has no score head");
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void baseHoldsItsWeightsOnceInThePrecisionOfProducts(Precision precision) {
    try (Base base =
        ModelFolder.open(Folders.llama()).base(new Compute(precision, Processor.CPU))) {
      long bytes = 0;
      for (WeightSpec spec : WeightSpec.of(base.shape())) {
        bytes += spec.size() * (spec.isMatrix() ? precision.bytes() : 4);
      }
      assertThat(base.bytes()).isEqualTo(bytes);
      try (Decoder critic = base.scorer(PLAN, Adapter.drawn(1))) {
        long adapter = PLAN.specs(base.shape()).stream().mapToLong(WeightSpec::size).sum();
        // fp32 pairs, the head [1, 64], and the adapter's three fp64 numbers of layout.
        assertThat(critic.bytes()).isEqualTo(4 * (adapter + 64) + 3 * 8);
      }
      assertThat(base.bytes()).isEqualTo(bytes);
    }
  }

  @Test
  void processGrowsByTheAdaptersOnly() throws IOException {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "No /proc on this system");
    try (Base base = Base.of(LARGE, Compute.FP32, RolesTest::zeros)) {
      long loaded = residentBytes();
      List<Decoder> roles = new ArrayList<>();
      for (int seed = 0; seed < 5; seed++) {
        roles.add(base.role(PLAN, seed));
      }
      long adapters = roles.stream().mapToLong(Decoder::bytes).sum();
      // A copy of the base for each role would be five times 126 MB.
      assertThat(residentBytes() - loaded).isLessThan(adapters + (30L << 20));
      roles.forEach(Decoder::close);
    }
  }

  private static ByteBuffer zeros(WeightSpec spec) {
    return ByteBuffer.allocateDirect(Math.toIntExact(4 * spec.size()))
        .order(ByteOrder.nativeOrder());
  }

  private static long residentBytes() throws IOException {
    System.gc();
    return ResidentMemory.bytes();
  }

  private static void shift(NDArray tensor) {
    tensor.addi(0.05f);
  }

  private static Packing packing() {
    long[] ids = {5, 6, 7, 8, 9};
    return Packing.of(List.of(new Encoded(ids, new boolean[] {false, true, true, true, true})));
  }

  private static float[] logProbabilities(Decoder decoder) {
    try (NDManager scope = decoder.scope()) {
      return decoder.logProbabilities(scope, packing()).toFloatArray();
    }
  }
}
