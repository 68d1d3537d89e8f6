package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafeTensorsRoundTripTest {
  @TempDir Path folder;

  @RepeatedTest(20)
  void randomTensorsComeBackBitForBit(RepetitionInfo repetition) throws IOException {
    Random random = new Random(repetition.getCurrentRepetition());
    Map<String, float[]> values = new LinkedHashMap<>();
    List<SafeTensorsWriter.Tensor> tensors = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      SafeTensorsWriter.Tensor tensor = tensor(name(random, i), random, values);
      tensors.add(tensor);
    }
    Path file = folder.resolve("model.safetensors");
    SafeTensorsWriter.write(file, tensors);
    SafeTensors read = SafeTensors.in(file);
    assertThat(read.entries().keySet()).containsExactlyElementsOf(values.keySet());
    for (SafeTensorsWriter.Tensor tensor : tensors) {
      SafeTensors.Entry entry = read.entries().get(tensor.name());
      assertThat(entry.type()).isEqualTo(tensor.type());
      assertThat(entry.dimensions()).isEqualTo(tensor.dimensions());
      assertThat(bits(read.read(entry).asFloatBuffer()))
          .as(tensor.name())
          .containsExactly(bits(FloatBuffer.wrap(values.get(tensor.name()))));
    }
    laidOutAsTheFormatSays(Files.readAllBytes(file), tensors);
  }

  @Test
  void manyValuesPassThroughTheBufferWhole() {
    float[] values = new float[200_001]; // 800 kB in fp32, over three buffers, none of them full
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path file = folder.resolve("model.safetensors");
    SafeTensorsWriter.write(
        file,
        List.of(
            new SafeTensorsWriter.Tensor("t", StorageType.F32, List.of(200_001L), () -> values)));
    SafeTensors read = SafeTensors.in(file);
    assertThat(bits(read.read(read.entries().get("t")).asFloatBuffer()))
        .containsExactly(bits(FloatBuffer.wrap(values)));
  }

  /** Every one of the 65,536 halves, widened and narrowed again; NaNs stay NaNs. */
  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16"})
  void everyHalfSurvives(StorageType type) {
    ByteBuffer halves = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int half = 0; half < 1 << 16; half++) {
      halves.putShort((short) half);
    }
    ByteBuffer wide = ByteBuffer.allocate(4 << 16).order(ByteOrder.nativeOrder());
    type.widen(halves.flip(), wide);
    FloatBuffer floats = wide.flip().asFloatBuffer();
    ByteBuffer back = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    for (int half = 0; half < 1 << 16; half++) {
      float value = floats.get();
      type.narrow(value, back.clear());
      if (Float.isNaN(value)) {
        ByteBuffer again = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
        type.widen(back.flip(), again);
        assertThat(again.flip().getFloat()).isNaN();
      } else {
        assertThat(back.flip().getShort()).as("half %x", half).isEqualTo((short) half);
      }
    }
  }

  /** Eight bytes of length, a header that ends at a multiple of eight, values without gaps. */
  private static void laidOutAsTheFormatSays(byte[] file, List<SafeTensorsWriter.Tensor> tensors)
      throws IOException {
    int length = Math.toIntExact(ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong());
    String header = new String(file, 8, length, StandardCharsets.UTF_8);
    assertThat(length % 8).isZero();
    assertThat(header).startsWith("{").matches("(?s).*\\} *");
    JsonNode tree = new ObjectMapper().readTree(header);
    assertThat(tree.path("__metadata__").path("format").asText()).isEqualTo("pt");
    assertThat(tree).hasSize(tensors.size() + 1);
    long at = 0;
    for (SafeTensorsWriter.Tensor tensor : tensors) {
      JsonNode offsets = tree.path(tensor.name()).path("data_offsets");
      assertThat(offsets.path(0).asLong()).isEqualTo(at);
      at += tensor.bytes();
      assertThat(offsets.path(1).asLong()).isEqualTo(at);
    }
    assertThat(file).hasSize(Math.toIntExact(8 + length + at));
  }

  private static SafeTensorsWriter.Tensor tensor(
      String name, Random random, Map<String, float[]> values) {
    StorageType type = StorageType.values()[random.nextInt(3)];
    List<Long> dimensions = new ArrayList<>();
    int size = 1;
    for (int i = random.nextInt(4); i > 0; i--) {
      int dimension = random.nextInt(8); // 0 too: a tensor without values
      dimensions.add((long) dimension);
      size *= dimension;
    }
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = representable(random, type);
    }
    values.put(name, numbers);
    return new SafeTensorsWriter.Tensor(name, type, dimensions, () -> numbers);
  }

  /** A number that the type holds exactly, of any size and sign; no NaN. */
  private static float representable(Random random, StorageType type) {
    ByteBuffer stored = ByteBuffer.allocate(type.bytes());
    ByteBuffer wide = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
    random.nextBytes(stored.array());
    type.widen(stored, wide);
    float value = wide.flip().getFloat();
    return Float.isNaN(value) ? -0f : value;
  }

  private static String name(Random random, int index) {
    List<String> odd =
        List.of("weight", "g\u00e4ns\u00ebf\u00fc\u00dfe", "\ud83d\ude00", "a \"b\"\\c", "\n", "");
    return odd.get(random.nextInt(odd.size())) + index;
  }

  private static int[] bits(FloatBuffer values) {
    int[] bits = new int[values.remaining()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values.get(i));
    }
    return bits;
  }
}
