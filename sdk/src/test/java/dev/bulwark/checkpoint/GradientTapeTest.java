package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.model.Lane;
import dev.bulwark.model.Passage;
import dev.bulwark.model.Precision;
import dev.bulwark.model.Processor;
import dev.bulwark.model.Products;
import dev.bulwark.model.Projection;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whichever way gradients are computed, they are the same; parity tests hold one of the ways. */
@Tag("fixtures")
class GradientTapeTest {
  private static final Map<List<Object>, Map<String, float[]>> AT_ONCE = new ConcurrentHashMap<>();

  static List<Path> cases() {
    return Fixtures.cases("models", "logits.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void forwardsThenBackwardsIsBothAtOnce(Path folder) {
    for (Adapter.Plan plan : plans()) {
      same(
          atOnce(folder, plan),
          gradients(
              folder,
              plan,
              Compute.FP32,
              (tape, packing, slopes) -> {
                tape.logProbabilities(packing);
                tape.backward(slopes);
              }));
    }
  }

  /**
   * The engine works in the JVM's own buffers, which are given free with their last Java object.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void nothingOfTheWayForthIsLostToTheCollector(Path folder) {
    same(
        atOnce(folder, Adapter.Plan.NONE),
        gradients(
            folder,
            Adapter.Plan.NONE,
            Compute.FP32,
            (tape, packing, slopes) -> {
              tape.logProbabilities(packing);
              useFreedMemory();
              tape.backward(slopes);
            }));
  }

  private static void useFreedMemory() {
    for (int round = 0; round < 3; round++) {
      System.gc();
      for (int size = 1; size <= 4096; size++) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size % 64 + 1);
        while (buffer.hasRemaining()) {
          buffer.put((byte) 1);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void activationsComputedAgainAreThoseThatWereKept(Path folder) {
    for (Adapter.Plan plan : plans()) {
      same(
          atOnce(folder, plan),
          gradients(
              folder,
              plan,
              Compute.FP32,
              (tape, packing, slopes) -> tape.recompute(true).learn(packing, slopes)));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyProcessorsProductsGiveTheSame(Path folder) {
    same(
        atOnce(folder, Adapter.Plan.NONE),
        gradients(folder, Adapter.Plan.NONE, Compute.FP32.by(Products.PLAIN), GradientTape::learn));
  }

  /** Each number is rounded by up to a 256th, and a few of these add up. */
  @ParameterizedTest
  @EnumSource
  void bf16KeepsNearTheGradientsWhateverAttentionMeetsIn(Products.Attention attention) {
    Products products = new Products(Products.Decoding.PLAIN, Products.Learning.PLAIN, attention);
    for (Adapter.Plan plan : plans()) {
      Compute compute = new Compute(Precision.BF16, Processor.CPU).by(products);
      same(
          atOnce(Folders.llama(), plan),
          gradients(Folders.llama(), plan, compute, GradientTape::learn),
          0.05);
    }
  }

  @Test
  void attentionInFp32IsAnotherThanInBf16() {
    List<Map<String, float[]>> both =
        Stream.of(Products.Attention.FLASH, Products.Attention.FLASH_FP32)
            .map(how -> new Products(Products.Decoding.PLAIN, Products.Learning.PLAIN, how))
            .map(how -> new Compute(Precision.BF16, Processor.CPU).by(how))
            .map(how -> gradients(Folders.llama(), plans().get(1), how, GradientTape::learn))
            .toList();
    assertThat(both.get(0).entrySet())
        .anyMatch(one -> !Arrays.equals(one.getValue(), both.get(1).get(one.getKey())));
  }

  /** The kernels lay a prompt once; without that each answer reads it by itself. */
  @ParameterizedTest
  @MethodSource("cases")
  void answersThatHaveAPromptInCommonGiveTheSame(Path folder) {
    for (Adapter.Plan plan : plans()) {
      for (Compute compute : List.of(Compute.FP32, Compute.FP32.by(Products.PLAIN))) {
        same(
            gradients(folder, plan, compute, (tape, alone, none) -> learn(tape, false)),
            gradients(folder, plan, compute, (tape, alone, none) -> learn(tape, true)),
            1e-5);
      }
    }
  }

  /** Groups of three, two and one sequences, prompts longer and shorter than the windows. */
  private static void learn(GradientTape tape, boolean sharing) {
    Random random = new Random(5);
    List<List<Encoded>> groups = new ArrayList<>();
    for (int[] lengths : new int[][] {{12, 4, 9, 4}, {3, 7, 2}, {6, 5}}) {
      long[] prompt = random.longs(lengths[0], 0, 320).toArray();
      groups.add(
          Arrays.stream(lengths).skip(1).mapToObj(more -> answer(prompt, more, random)).toList());
    }
    List<Encoded> all = groups.stream().flatMap(List::stream).toList();
    double[][] slopes =
        all.stream()
            .map(sequence -> random.doubles(sequence.learnedCount(), -1, 1).toArray())
            .toArray(double[][]::new);
    Packing packing = sharing ? Packing.sharing(groups) : Packing.of(all);
    // Laid once are 12 tokens for three answers and 3 for two.
    assertThat(packing.ids()).hasSize(sharing ? 79 - 2 * 12 - 3 : 79);
    tape.learn(packing, packing.packedLabels(slopes));
  }

  private static Encoded answer(long[] prompt, int length, Random random) {
    long[] ids = Arrays.copyOf(prompt, prompt.length + length);
    boolean[] learned = new boolean[ids.length];
    for (int i = prompt.length; i < ids.length; i++) {
      ids[i] = random.nextLong(320);
      learned[i] = true;
    }
    return new Encoded(ids, learned);
  }

  @Test
  void gradientsAddUpUntilTheyAreCleared() {
    same(
        atOnce(Folders.llama(), Adapter.Plan.NONE),
        gradients(
            Folders.llama(),
            Adapter.Plan.NONE,
            Compute.FP32,
            (tape, packing, slopes) -> {
              tape.learn(packing, slopes);
              tape.zero();
              double[] halves = Arrays.stream(slopes).map(slope -> slope / 2).toArray();
              tape.learn(packing, halves);
              tape.learn(packing, halves);
            }));
  }

  @Test
  void wayBackNeedsAWayForth() {
    try (Decoder decoder =
            ModelFolder.open(Folders.llama()).decoder(Compute.FP32, Adapter.Plan.NONE, 0);
        GradientTape tape = decoder.tape()) {
      assertThatThrownBy(() -> tape.backward(new double[0]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("There was no forward pass to go back from");
    }
  }

  /**
   * Each lane has a pass of its own open while the others go back from theirs. What gathers the
   * gradients of an adapter's lanes does not know the model: one will do.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void lanesGiveWhatOneThreadGives(Path folder) {
    List<Packing> parts =
        sequences(new Random(6)).stream().map(sequence -> Packing.of(List.of(sequence))).toList();
    for (Adapter.Plan plan : folder.endsWith("llama") ? plans() : plans().subList(0, 1)) {
      same(
          gradients(
              folder,
              plan,
              Compute.FP32,
              (tape, all, none) -> tape.inLanes(List.of(parts), GradientTapeTest::thereAndBack)),
          gradients(
              folder,
              plan,
              Compute.FP32,
              (tape, all, none) ->
                  tape.inLanes(
                      List.of(parts.subList(0, 3), parts.subList(3, 4)),
                      GradientTapeTest::thereAndBack)));
    }
  }

  /** What lanes had when one failed belongs to no batch, and must not join the next. */
  @Test
  void aLaneThatFailsLeavesNoGradients() {
    List<Packing> parts =
        sequences(new Random(6)).stream().map(sequence -> Packing.of(List.of(sequence))).toList();
    List<List<Packing>> lists = List.of(parts.subList(0, 3), parts.subList(3, 4));
    same(
        gradients(
            Folders.llama(),
            Adapter.Plan.NONE,
            Compute.FP32,
            (tape, all, none) -> tape.inLanes(lists, GradientTapeTest::thereAndBack)),
        gradients(
            Folders.llama(),
            Adapter.Plan.NONE,
            Compute.FP32,
            (tape, all, none) -> {
              assertThatThrownBy(
                      () ->
                          tape.inLanes(
                              lists,
                              (lane, part) -> {
                                thereAndBack(lane, part);
                                throw new IllegalStateException("after the way back");
                              }))
                  .hasMessage("after the way back");
              tape.inLanes(lists, GradientTapeTest::thereAndBack);
            }));
  }

  private static double[] thereAndBack(Lane lane, Packing packing) {
    double[] found = lane.logProbabilities(Passage.of(packing));
    lane.backward(Arrays.stream(found).map(Math::exp).toArray());
    return found;
  }

  private static List<Adapter.Plan> plans() {
    return List.of(
        Adapter.Plan.NONE, new Adapter.Plan(3, 6, List.of(Projection.V, Projection.DOWN)));
  }

  /** What the other ways are held against. */
  private static Map<String, float[]> atOnce(Path folder, Adapter.Plan plan) {
    return AT_ONCE.computeIfAbsent(
        List.of(folder, plan), key -> gradients(folder, plan, Compute.FP32, GradientTape::learn));
  }

  private interface Way {
    void go(GradientTape tape, Packing packing, double[] slopes);
  }

  private static Map<String, float[]> gradients(
      Path folder, Adapter.Plan plan, Compute compute, Way way) {
    Random random = new Random(4);
    Packing packing = Packing.of(sequences(random));
    double[] slopes = random.doubles(packing.labels().length, -1, 1).toArray();
    Map<String, float[]> gradients = new TreeMap<>();
    try (Decoder decoder = ModelFolder.open(folder).decoder(compute, plan, 7)) {
      decoder.trainable().values().forEach(GradientTapeTest::shift);
      try (GradientTape tape = decoder.tape()) {
        way.go(tape, packing, slopes);
        tape.gradients().forEach((name, tensor) -> gradients.put(name, tensor.toFloatArray()));
      }
    }
    return gradients;
  }

  /** An adapter's B is zero at first, and A then has no gradient to compare. */
  private static void shift(NDArray tensor) {
    tensor.addi(0.01f);
  }

  /** Of lengths that repeat and that pass Mistral's window of 8. */
  private static List<Encoded> sequences(Random random) {
    List<Encoded> sequences = new ArrayList<>();
    for (int length : new int[] {5, 13, 13, 21}) {
      boolean[] learned = new boolean[length];
      Arrays.fill(learned, length / 3, length, true);
      sequences.add(new Encoded(random.longs(length, 0, 320).toArray(), learned));
    }
    return sequences;
  }

  private static void same(Map<String, float[]> one, Map<String, float[]> other) {
    same(one, other, 1e-4);
  }

  private static void same(Map<String, float[]> one, Map<String, float[]> other, double tolerance) {
    assertThat(other.keySet()).isEqualTo(one.keySet());
    BiConsumer<String, float[]> check =
        (name, values) -> {
          double norm = 0;
          double apart = 0;
          for (int i = 0; i < values.length; i++) {
            norm += values[i] * (double) values[i];
            apart += Math.pow(values[i] - other.get(name)[i], 2);
          }
          assertThat(norm).as(name).isPositive();
          assertThat(Math.sqrt(apart)).as(name).isCloseTo(0, within(tolerance * Math.sqrt(norm)));
        };
    one.forEach(check);
  }
}
