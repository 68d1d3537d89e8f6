package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters of PEFT against the reference: beside the base, merged, gradients, and saved again. */
@Tag("fixtures")
class AdapterParityTest {
  @TempDir Path parent;

  static List<Path> cases() {
    return Fixtures.cases("lora", "adapter_config.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsMatchBesideTheBaseAndMerged(Path folder) {
    JsonNode expected = Fixtures.json(folder.resolve("expected.json"));
    ModelFolder model = base(folder, expected);
    try (Base base = model.base(Compute.FP32);
        Decoder role = role(base, folder);
        Decoder merged = Decoder.whole(model.shape(), Compute.FP32, Copies.of(role))) {
      for (JsonNode row : expected.path("logits")) {
        Encoded sequence = sequence(expected, row.path("sequence").asInt());
        int position = row.path("position").asInt();
        check(role, sequence, position, row.path("with_adapter"));
        check(merged, sequence, position, row.path("after_merge"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndGradientsMatch(Path folder) {
    JsonNode expected = Fixtures.json(folder.resolve("expected.json"));
    try (Base base = base(folder, expected).base(Compute.FP32);
        Decoder role = role(base, folder);
        GradientTape tape = role.tape()) {
      assertThat(role.trainable().values().stream().mapToLong(NDArray::size).sum())
          .isEqualTo(expected.path("trainable_parameters").asLong());
      Packing both = Packing.of(List.of(sequence(expected, 0), sequence(expected, 1)));
      double[] slopes = new double[both.labels().length];
      Arrays.fill(slopes, -1.0 / slopes.length);
      double loss = -Arrays.stream(tape.learn(both, slopes)).average().orElseThrow();
      double mean = expected.path("loss_mean_over_all_real_tokens").asDouble();
      assertThat(loss).isCloseTo(mean, within(2e-5));
      JsonNode norms = expected.path("gradient_l2");
      assertThat(norms.size()).isEqualTo(role.trainable().size());
      tape.gradients()
          .forEach(
              (name, gradient) -> {
                String plain = name.replace("base_model.model.", "").replaceFirst("\\.weight$", "");
                double l2 = norms.path(plain).asDouble(-1);
                assertThat(gradient.norm().getFloat())
                    .as(name)
                    .isCloseTo((float) l2, within((float) (1e-3 * l2)));
              });
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void savedAgainItIsTheSame(Path folder) throws java.io.IOException {
    JsonNode expected = Fixtures.json(folder.resolve("expected.json"));
    Path saved = parent.resolve("adapter");
    try (Base base = base(folder, expected).base(Compute.FP32);
        Decoder role = role(base, folder)) {
      AdapterFolder.save(role, saved, expected.path("base_model").asText());
      AdapterFolder again = AdapterFolder.open(saved, base.shape());
      assertThat(again.plan()).isEqualTo(role.plan());
      try (Decoder reopened = base.role(again.plan(), again.source())) {
        for (String name : role.trainable().keySet()) {
          assertThat(reopened.trained(name)).as(name).isEqualTo(role.trained(name));
        }
      }
    }
    assertThat(Files.list(saved)).hasSize(2);
  }

  private static ModelFolder base(Path folder, JsonNode expected) {
    return ModelFolder.open(folder.resolve(expected.path("base_model").asText()).normalize());
  }

  private static Decoder role(Base base, Path folder) {
    AdapterFolder adapter = AdapterFolder.open(folder, base.shape());
    return base.role(adapter.plan(), adapter.source());
  }

  private static void check(Decoder decoder, Encoded sequence, int position, JsonNode values) {
    try (NDManager scope = decoder.scope()) {
      float[] logits = decoder.logits(scope, Packing.of(List.of(sequence))).toFloatArray();
      int vocabulary = decoder.shape().vocabulary();
      assertThat(values.size()).isEqualTo(vocabulary);
      IntStream.range(0, vocabulary)
          .forEach(
              id ->
                  assertThat(logits[position * vocabulary + id])
                      .isCloseTo((float) values.path(id).asDouble(), within(1e-4f)));
    }
  }

  private static Encoded sequence(JsonNode expected, int row) {
    int length = expected.path("lengths").path(row).asInt();
    boolean[] every = new boolean[length];
    Arrays.fill(every, true);
    return new Encoded(Fixtures.longs(expected.path("input_ids").path(row), length), every);
  }
}
