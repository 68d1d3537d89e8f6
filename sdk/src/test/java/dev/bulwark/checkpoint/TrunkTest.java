package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.model.Passage;
import dev.bulwark.model.Projection;
import dev.bulwark.model.Trunk;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters in the upper layers only, and what roles that part there share. */
@Tag("fixtures")
class TrunkTest {
  private static final Adapter.Plan UPPER = new Adapter.Plan(3, 6, Projection.ALL).from(1);

  static List<Path> cases() {
    return Fixtures.cases("models", "logits.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rolesReadTheSameFromASharedTrunk(Path folder) {
    List<Encoded> sequences = sequences();
    List<Integer> places = List.of(3, 0, 2);
    List<Encoded> some = places.stream().map(sequences::get).toList();
    try (Base base = ModelFolder.open(folder).base(Compute.FP32);
        Decoder reference = base.plain(1);
        Decoder policy = shifted(base.role(UPPER, 7));
        Decoder critic = shifted(base.scorer(UPPER, Adapter.drawn(8)));
        Trunk trunk =
            Trunk.of(
                reference, sequences, List.of(List.of(List.of(2, 0)), List.of(List.of(1, 3))));
        NDManager scope = reference.scope()) {
      Passage whole = Passage.of(Packing.of(some));
      Passage shared = trunk.passage(scope, some, places);
      for (Decoder role : List.of(reference, policy)) {
        close(role.logProbabilities(scope, shared), role.logProbabilities(scope, whole));
      }
      long[] where = shared.packing().where();
      close(critic.scores(scope, shared, where), critic.scores(scope, whole, where));
      double[] slopes = new Random(4).doubles(where.length, -1, 1).toArray();
      same(gradients(policy, shared, slopes), gradients(policy, whole, slopes));
    }
  }

  /** B of the lower layers is zero: an adapter in all layers then has the same upper gradients. */
  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfAnAdapterInAllLayers(Path folder) {
    Passage passage = Passage.of(Packing.of(sequences()));
    double[] slopes = new Random(4).doubles(passage.packing().where().length, -1, 1).toArray();
    try (Base base = ModelFolder.open(folder).base(Compute.FP32);
        Decoder upper = shifted(base.role(UPPER, 7));
        Decoder all = base.role(UPPER.from(0), 7)) {
      upper.trainable().forEach((name, tensor) -> tensor.copyTo(all.trainable().get(name)));
      Map<String, float[]> expected = gradients(all, passage, slopes);
      expected.keySet().retainAll(upper.trainable().keySet());
      same(gradients(upper, passage, slopes), expected);
      for (String name : upper.trainable().keySet()) {
        assertThat(name).doesNotContain("layers.0.");
      }
    }
  }

  /**
   * Along a gradient g of bonus * sum(entropies) the sum changes by |g|² / bonus a unit; taken here
   * as the difference between a small step either way.
   */
  @Test
  void entropiesHaveAWayBack() {
    double bonus = -0.5;
    Passage passage = Passage.of(Packing.of(sequences()));
    double[] none = new double[passage.packing().where().length];
    try (Base base = ModelFolder.open(Folders.llama()).base(Compute.FP32);
        Decoder policy = shifted(base.role(UPPER, 7));
        GradientTape tape = policy.tape()) {
      tape.logProbabilities(passage);
      tape.backward(none, bonus);
      double squares = 0;
      for (NDArray gradient : tape.gradients().values()) {
        for (float value : gradient.toFloatArray()) {
          squares += value * (double) value;
        }
      }
      float step = (float) (0.02 / Math.sqrt(squares));
      double above = moved(policy, tape, passage, step);
      double below = moved(policy, tape, passage, -2 * step);
      assertThat(bonus * (above - below) / (2 * step)).isCloseTo(squares, withinPercentage(1));
    }
  }

  /** The sum of all entropies after a move along the gradients. */
  private static double moved(Decoder policy, GradientTape tape, Passage passage, float step) {
    policy.trainable().forEach((name, tensor) -> tensor.addi(tape.gradients().get(name).mul(step)));
    try (NDManager scope = policy.scope()) {
      float[] found = policy.observe(scope, passage).toFloatArray();
      double sum = 0;
      for (int i = found.length / 2; i < found.length; i++) {
        sum += found[i];
      }
      return sum;
    }
  }

  @Test
  void savedAdapterSaysItsLayersAndIsReadAgain(@TempDir Path folder) {
    ModelFolder model = ModelFolder.open(Folders.llama());
    try (Base base = model.base(Compute.FP32);
        Decoder role = shifted(base.role(UPPER, 7))) {
      AdapterFolder.save(role, folder.resolve("adapter"), "base");
      AdapterFolder read = AdapterFolder.open(folder.resolve("adapter"), model.shape());
      assertThat(read.plan()).isEqualTo(UPPER);
      assertThat(FolderFiles.text(folder.resolve("adapter/adapter_config.json")))
          .containsPattern("\"layers_to_transform\" : \\[ 1(, \\d+)* ]");
      try (Decoder again = base.role(read.plan(), read.source());
          NDManager scope = base.plain().scope()) {
        Packing packing = Packing.of(sequences());
        assertThat(again.logProbabilities(scope, packing).toFloatArray())
            .containsExactly(role.logProbabilities(scope, packing).toFloatArray());
      }
    }
  }

  @Test
  void firstLayerIsOneOfTheModels() {
    try (Base base = ModelFolder.open(Folders.llama()).base(Compute.FP32)) {
      int layers = base.shape().layers();
      assertThatThrownBy(() -> base.role(UPPER.from(layers), 7))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("from is %d, but must be below the model's %d layers", layers, layers);
    }
    assertThatThrownBy(() -> UPPER.from(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("from is -1, but must be 0 or more");
  }

  private static Decoder shifted(Decoder role) {
    role.trainable().values().forEach(tensor -> tensor.addi(0.02f));
    return role;
  }

  private static Map<String, float[]> gradients(Decoder role, Passage passage, double[] slopes) {
    Map<String, float[]> gradients = new TreeMap<>();
    try (GradientTape tape = role.tape()) {
      tape.logProbabilities(passage);
      tape.backward(slopes);
      tape.gradients().forEach((name, tensor) -> gradients.put(name, tensor.toFloatArray()));
    }
    return gradients;
  }

  private static List<Encoded> sequences() {
    Random random = new Random(5);
    List<Encoded> sequences = new ArrayList<>();
    for (int length : new int[] {13, 5, 13, 21}) {
      boolean[] learned = new boolean[length];
      Arrays.fill(learned, length / 3, length, true);
      sequences.add(new Encoded(random.longs(length, 0, 320).toArray(), learned));
    }
    return sequences;
  }

  private static void close(NDArray found, NDArray expected) {
    assertThat(found.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-5f));
  }

  private static void same(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, values) -> {
          double most = 0;
          for (float value : values) {
            most = Math.max(most, Math.abs(value));
          }
          assertThat(most).as(name).isPositive();
          assertThat(found.get(name))
              .as(name)
              .containsExactly(values, within((float) (1e-4 * most)));
        });
  }
}
