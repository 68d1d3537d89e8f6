package dev.bulwark.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.fixtures.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every GGUF file of the fixtures against what the reference reads from it. */
@Tag("fixtures")
class GgufFixturesTest {

  static List<Arguments> cases() {
    return Fixtures.files("gguf", "expected.json").stream()
        .flatMap(
            file ->
                Fixtures.json(file).path("files").properties().stream()
                    .map(
                        entry ->
                            Arguments.of(file.resolveSibling(entry.getKey()), entry.getValue())))
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void metadataMatches(Path file, JsonNode expected) {
    Map<String, Object> found = GgufFile.in(file).metadata().values();
    for (Map.Entry<String, JsonNode> entry : expected.path("metadata").properties()) {
      assertThat(found).containsKey(entry.getKey());
      assertSame(found.get(entry.getKey()), entry.getValue(), entry.getKey());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void tensorsLieWhereTheyShould(Path file, JsonNode expected) {
    Map<String, Tensor> found = GgufFile.in(file).tensors();
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(names(expected.path("tensors")));
    for (Map.Entry<String, JsonNode> entry : expected.path("tensors").properties()) {
      Tensor tensor = found.get(entry.getKey());
      assertThat(tensor.type().name()).isEqualTo(entry.getValue().path("type").asText());
      assertThat(tensor.from()).isEqualTo(entry.getValue().path("data_offset_in_file").asLong());
      assertThat(tensor.dimensions())
          .containsExactlyElementsOf(
              stream(entry.getValue().path("shape_row_major")).map(JsonNode::asLong).toList());
    }
  }

  /** First and last values to the bit; sums to the tolerance of the fixtures. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void valuesMatch(Path file, JsonNode expected) {
    GgufFile gguf = GgufFile.in(file);
    for (Map.Entry<String, JsonNode> entry : expected.path("tensors").properties()) {
      float[] values = gguf.read(gguf.tensors().get(entry.getKey()));
      JsonNode tensor = entry.getValue();
      assertThat(values).hasSize(tensor.path("elements").asInt());
      assertSame(values, 0, tensor.path("first_64"), entry.getKey());
      int last = tensor.path("last_64").size();
      assertSame(values, values.length - last, tensor.path("last_64"), entry.getKey());
      double sum = 0;
      double squares = 0;
      for (float value : values) {
        sum += value;
        squares += (double) value * value;
      }
      assertClose(sum, tensor.path("sum").asDouble(), entry.getKey());
      assertClose(squares, tensor.path("sum_of_squares").asDouble(), entry.getKey());
    }
  }

  private static void assertSame(float[] values, int from, JsonNode expected, String name) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(values[from + i])
          .as("%s[%d]", name, from + i)
          .isEqualTo(Float.parseFloat(expected.path(i).asText()));
    }
  }

  private static void assertSame(Object found, JsonNode expected, String key) {
    if (expected.isArray()) {
      List<?> list = (List<?>) found;
      assertThat(list).as(key).hasSize(expected.size());
      for (int i = 0; i < list.size(); i++) {
        assertSame(list.get(i), expected.path(i), key + "[" + i + "]");
      }
    } else if (expected.isNumber()) {
      assertThat(((Number) found).doubleValue()).as(key).isEqualTo(expected.doubleValue());
    } else {
      assertThat(found.toString()).as(key).isEqualTo(expected.asText());
    }
  }

  private static void assertClose(double found, double expected, String name) {
    assertThat(found).as(name).isCloseTo(expected, within(1e-5 + 1e-5 * Math.abs(expected)));
  }

  private static List<String> names(JsonNode tree) {
    return tree.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
