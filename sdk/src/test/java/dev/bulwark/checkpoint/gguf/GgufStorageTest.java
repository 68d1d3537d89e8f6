package dev.bulwark.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bulwark.checkpoint.FreshModel;
import dev.bulwark.checkpoint.StoredWeights;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Rotary;
import dev.bulwark.model.WeightSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What each way of storing weights keeps of them. */
class GgufStorageTest {
  private static final double HALF_ROUNDING = 0x1p-11;
  private static final double FLOAT_ROUNDING = 1e-6;

  @TempDir Path parent;

  /** A half-precision model comes back in half precision, norms included. */
  @Test
  void halfPrecisionComesBackAsItself() throws IOException {
    Path folder = halfPrecision();
    Path file = parent.resolve("half.gguf");
    GgufFile.export(folder, GgufStorage.F16, file);
    GgufFile.in(file).importTo(parent.resolve("again"));
    assertThat(Files.size(parent.resolve("again/model.safetensors")))
        .isEqualTo(Files.size(folder.resolve("model.safetensors")));
    assertSameWeights(folder, parent.resolve("again"));
    assertThat(Fixtures.json(parent.resolve("again/config.json")).path("torch_dtype").asText())
        .isEqualTo("float16");
  }

  /** Each file loads its own import: exporting it once more gives the same bytes. */
  @ParameterizedTest
  @EnumSource(
      names = {"Q4_0"},
      mode = Mode.EXCLUDE)
  void exportOfTheImportIsTheSameFile(GgufStorage storage) throws IOException {
    Path first = Ggufs.llama(parent, storage);
    byte[] bytes = Files.readAllBytes(first);
    GgufFile.in(first).importTo(parent.resolve("llama"));
    GgufFile.export(parent.resolve("llama"), storage, first);
    assertThat(Files.readAllBytes(first)).isEqualTo(bytes);
  }

  /**
   * With {@code d = m / 127} for the largest magnitude m, rounding to a multiple of d is off by at
   * most d/2; keeping d as fp16 shifts 127 d by at most 2^-11 of it.
   */
  @Test
  void eightBitsStayWithinTheirBound() {
    assertWithin(TensorType.Q8_0, 1 / 254.0 + HALF_ROUNDING);
  }

  /**
   * With {@code d = m / 8} and codes -8 to 7, a value as large as m but of the other sign is cut by
   * d, the others are off by d/2; fp16 shifts 8 d by at most 2^-11 of it.
   */
  @Test
  void fourBitsStayWithinTheirBound() {
    assertWithin(TensorType.Q4_0, 1 / 8.0 + HALF_ROUNDING);
  }

  /** By hand: m = -8 gives d = 1, so whole numbers are codes; 7.6 would be 8 and is cut to 7. */
  @Test
  void fourBitsOfWholeNumbers() {
    float[] values = new float[32];
    values[0] = -8;
    values[1] = 7.6f;
    values[16] = 3.4f;
    values[17] = -2.6f;
    float[] expected = new float[32];
    expected[0] = -8;
    expected[1] = 7;
    expected[16] = 3;
    expected[17] = -3;
    assertThat(stored(TensorType.Q4_0, values)).containsExactly(expected);
  }

  @Test
  void zerosStayZeros() {
    for (TensorType type : List.of(TensorType.Q4_0, TensorType.Q8_0)) {
      for (float value : stored(type, new float[32])) {
        assertThat(Math.abs(value)).isZero();
      }
    }
  }

  /** 48 columns are one and a half blocks. */
  @Test
  void rowsThatDoNotDivideAreHalves() {
    Layout.Weight narrow = weight("blk.0.ffn_up.weight", 48);
    assertThat(GgufStorage.Q8_0.of(narrow)).isEqualTo(TensorType.F16);
    assertThat(GgufStorage.Q4_0.of(weight("blk.0.ffn_up.weight", 64))).isEqualTo(TensorType.Q4_0);
    assertThat(GgufStorage.Q4_0.of(weight("output.weight", 64))).isEqualTo(TensorType.Q8_0);
  }

  private static Layout.Weight weight(String name, long columns) {
    return new Layout.Weight(name, new WeightSpec(name, List.of(8L, columns)), 0);
  }

  private static void assertWithin(TensorType type, double bound) {
    Random random = new Random(3);
    for (int block = 0; block < 2000; block++) {
      float[] values = new float[32];
      double largest = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian() - 3));
        largest = Math.max(largest, Math.abs(values[i]));
      }
      float[] stored = stored(type, values);
      double most = largest * (bound + FLOAT_ROUNDING);
      for (int i = 0; i < values.length; i++) {
        assertThat((double) stored[i]).isCloseTo(values[i], within(most));
      }
    }
  }

  private static float[] stored(TensorType type, float[] values) {
    ByteBuffer block = ByteBuffer.allocate(type.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
    Narrowing.block(type, values, 0, block);
    float[] stored = new float[values.length];
    type.widen(block.flip(), stored, 0);
    return stored;
  }

  private Path halfPrecision() throws IOException {
    Path folder = Folders.copyIn(parent);
    DecoderShape.Attention attention =
        DecoderShape.Attention.plain(4, 2, 16, Rotary.plain(10_000), 128);
    FreshModel.write(
        folder,
        new DecoderShape(320, 64, 96, 2, attention, 1e-5, DecoderShape.Output.OWN),
        2,
        3,
        5);
    return folder;
  }

  private static void assertSameWeights(Path one, Path other) {
    StoredWeights before = StoredWeights.in(one);
    StoredWeights after = StoredWeights.in(other);
    assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
    before
        .names()
        .forEach(name -> assertThat(after.values(name)).containsExactly(before.values(name)));
  }
}
