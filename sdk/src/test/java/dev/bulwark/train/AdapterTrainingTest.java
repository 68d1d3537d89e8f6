package dev.bulwark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Projection;
import dev.bulwark.model.Source;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterTrainingTest {
  private static final List<Encoded> DATA = Tiny.conversations(8, 1);

  @ParameterizedTest
  @CsvSource({"Q V", "GATE DOWN", "Q K V O GATE UP DOWN"})
  void onlyTheAdapterMoves(String names) {
    List<Projection> projections =
        Arrays.stream(names.split(" ")).map(Projection::valueOf).toList();
    try (Decoder decoder = Tiny.decoder(new Adapter.Plan(4, 8, projections), 1)) {
      Map<String, float[]> base = Tiny.weights(decoder);
      Map<String, float[]> fresh = Tiny.trainable(decoder);
      Tiny.train(decoder, Tiny.optimisation(1e-3, 4, 2), 0, DATA, step -> {});
      // The weights with the adapter merged: all others are the base's, bit for bit.
      Tiny.weights(decoder)
          .forEach(
              (name, values) -> {
                boolean adapted = projections.stream().anyMatch(p -> name.contains(p.label()));
                assertThat(Arrays.equals(values, base.get(name))).as(name).isEqualTo(!adapted);
              });
      Map<String, float[]> trained = Tiny.trainable(decoder);
      // A and B on each matrix in both layers; A moves too once B has left zero.
      assertThat(trained).hasSize(2 * 2 * projections.size());
      trained.forEach((name, values) -> assertThat(values).as(name).isNotEqualTo(fresh.get(name)));
    }
  }

  @Test
  void freshAdapterChangesNothing() {
    try (Decoder plain = Tiny.decoder();
        Decoder adapted = Tiny.decoder(new Adapter.Plan(4, 8, Projection.ALL), 1)) {
      assertThat(everyToken(adapted)).containsExactly(everyToken(plain), within(1e-5f));
    }
  }

  @Test
  void mergedWeightsAnswerAsTheAdapterDid() {
    try (Decoder decoder = Tiny.decoder(new Adapter.Plan(4, 8, Projection.ALL), 1)) {
      List<TrainingStep> steps = new ArrayList<>();
      Tiny.train(decoder, Tiny.optimisation(1e-2, 8, 10), 0, DATA, steps::add);
      assertThat(steps.get(9).loss()).isLessThan(steps.get(0).loss() - 0.5);
      float[] adapted = everyToken(decoder);
      try (Decoder merged = copy(decoder)) {
        assertThat(everyToken(merged)).containsExactly(adapted, within(1e-4f));
      }
    }
  }

  /** The log-probabilities of all 320 tokens after the last of a sequence. */
  private static float[] everyToken(Decoder decoder) {
    Packing packing = Packing.of(DATA.subList(0, 1));
    long[] last = LongStream.range(0, 320).map(id -> packing.ids().length - 1).toArray();
    long[] labels = LongStream.range(0, 320).toArray();
    try (NDManager scope = decoder.scope()) {
      return decoder
          .logProbabilities(
              scope,
              new Packing(
                  packing.ids(),
                  packing.positions(),
                  packing.runs(),
                  last,
                  labels,
                  List.of(0),
                  List.of(320)))
          .toFloatArray();
    }
  }

  private static Decoder copy(Decoder decoder) {
    Source source =
        spec -> {
          float[] values = decoder.values(spec);
          ByteBuffer buffer =
              ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.nativeOrder());
          buffer.asFloatBuffer().put(values);
          return buffer;
        };
    return Decoder.whole(decoder.shape(), Compute.FP32, source);
  }
}
