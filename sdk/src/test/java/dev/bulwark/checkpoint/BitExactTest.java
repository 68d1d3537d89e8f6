package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.data.StageRecord;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.WeightSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A model that is opened and saved untouched has the same tensors, to the byte, in any storage. */
class BitExactTest {
  private static final StageRecord RECORD =
      new StageRecord("none", NullNode.getInstance(), "", "", 0, Map.of());

  @TempDir Path parent;

  static List<Path> cases() {
    return Fixtures.cases("models", "logits.json");
  }

  @Tag("fixtures")
  @ParameterizedTest
  @MethodSource("cases")
  void everyModelComesBackByteForByte(Path model) throws IOException {
    assertThat(tensors(saved(model))).isEqualTo(used(model));
  }

  @ParameterizedTest
  @EnumSource(StorageType.class)
  void everyStorageComesBackByteForByte(StorageType type) throws IOException {
    Path model = stored(type);
    assertThat(tensors(saved(model))).isEqualTo(used(model));
  }

  @Test
  void shardsComeBackAsOneFileByteForByte() throws IOException {
    Path model = stored(StorageType.BF16);
    Map<String, String> before = used(model);
    shard(model);
    assertThat(tensors(saved(model))).isEqualTo(before);
    assertThat(parent.resolve("saved").resolve("model.safetensors.index.json")).doesNotExist();
  }

  /** Opens the folder, loads its weights into a decoder and saves that. */
  private Path saved(Path model) {
    ModelFolder folder = ModelFolder.open(model);
    try (Decoder decoder = folder.decoder(Compute.FP32, Adapter.Plan.NONE, 0)) {
      folder.save(decoder, parent.resolve("saved"), RECORD, beside -> {});
    }
    return parent.resolve("saved");
  }

  /** A copy of the small model with other weights, stored in a type. */
  private Path stored(StorageType type) {
    Path model = Folders.copyIn(parent);
    Random random = new Random(type.ordinal());
    write(
        model.resolve("model.safetensors"),
        WeightSpec.of(ModelConfig.in(model).shape()),
        type,
        spec -> {
          float[] values = new float[Math.toIntExact(spec.size())];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 6));
          }
          return values;
        });
    return model;
  }

  private static void write(
      Path file, List<WeightSpec> specs, StorageType type, Function<WeightSpec, float[]> values) {
    SafeTensorsWriter.write(
        file,
        specs.stream()
            .map(
                spec ->
                    new SafeTensorsWriter.Tensor(
                        spec.name(), type, spec.dimensions(), () -> values.apply(spec)))
            .toList());
  }

  /** Cuts the weights into two files with an index. */
  private static void shard(Path model) throws IOException {
    StoredWeights weights = StoredWeights.in(model);
    List<WeightSpec> specs = WeightSpec.of(ModelConfig.in(model).shape());
    ObjectNode index = new ObjectMapper().createObjectNode();
    int half = specs.size() / 2;
    for (int part = 0; part < 2; part++) {
      String name = "model-0000%d-of-00002.safetensors".formatted(part + 1);
      List<WeightSpec> own = specs.subList(part * half, part == 0 ? half : specs.size());
      write(model.resolve(name), own, StorageType.BF16, spec -> weights.values(spec.name()));
      own.forEach(spec -> index.withObject("/weight_map").put(spec.name(), name));
    }
    Files.delete(model.resolve("model.safetensors"));
    Files.writeString(model.resolve("model.safetensors.index.json"), index.toString());
  }

  /** The tensors that the model's shape has. */
  private static Map<String, String> used(Path model) throws IOException {
    Map<String, String> tensors = tensors(model);
    List<String> names =
        WeightSpec.of(ModelConfig.in(model).shape()).stream().map(WeightSpec::name).toList();
    assertThat(tensors.keySet()).containsAll(names);
    tensors.keySet().retainAll(names);
    return tensors;
  }

  /** Type, shape and bytes of every tensor, read as the format is described. */
  private static Map<String, String> tensors(Path folder) throws IOException {
    Map<String, String> tensors = new TreeMap<>();
    for (String name : Folders.in(folder)) {
      if (name.endsWith(".safetensors")) {
        byte[] file = Files.readAllBytes(folder.resolve(name));
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        JsonNode header = new ObjectMapper().readTree(file, 8, length);
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
          JsonNode range = entry.getValue().path("data_offsets");
          byte[] bytes =
              Arrays.copyOfRange(
                  file, 8 + length + range.path(0).asInt(), 8 + length + range.path(1).asInt());
          tensors.put(
              entry.getKey(),
              entry.getValue().path("dtype").asText()
                  + entry.getValue().path("shape")
                  + HexFormat.of().formatHex(bytes));
        }
      }
    }
    tensors.remove("__metadata__");
    return tensors;
  }
}
