package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reward models in the sequence-classification layout against the reference. */
@Tag("fixtures")
class RewardParityTest {

  static List<Path> cases() {
    return Fixtures.cases("lora", "config.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scoresMatchWhateverStandsBesideThem(Path folder) {
    JsonNode expected = Fixtures.json(folder.resolve("expected.json"));
    List<Encoded> sequences = sequences(expected);
    Packing packing = Packing.of(sequences);
    try (Decoder decoder = decoder(folder);
        NDManager scope = decoder.scope()) {
      float[] together = decoder.scores(scope, packing, packing.lasts()).toFloatArray();
      for (int i = 0; i < together.length; i++) {
        int row = packing.order().get(i);
        JsonNode everywhere = expected.path("score_at_every_position").path(row);
        int length = sequences.get(row).length();
        float score = (float) expected.path("scores").path(row).asDouble();
        assertThat(together[i]).isCloseTo(score, within(1e-4f));
        Packing alone = Packing.of(List.of(sequences.get(row)));
        long[] all = LongStream.range(0, length).toArray();
        float[] found = decoder.scores(scope, alone, all).toFloatArray();
        for (int t = 0; t < length; t++) {
          assertThat(found[t]).isCloseTo((float) everywhere.path(t).asDouble(), within(1e-4f));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsOfAPairMatch(Path folder) {
    JsonNode expected = Fixtures.json(folder.resolve("expected.json"));
    JsonNode pair = expected.path("pair");
    List<Encoded> sequences = sequences(expected);
    Packing packing =
        Packing.of(
            List.of(
                sequences.get(pair.path("chosen").asInt()),
                sequences.get(pair.path("rejected").asInt())));
    try (Decoder decoder = decoder(folder);
        GradientTape tape = decoder.tape()) {
      double[] scores = tape.scores(packing, packing.lasts());
      int chosen = packing.order().indexOf(0);
      int rejected = packing.order().indexOf(1);
      // The loss -ln sigmoid(d), d = chosen - rejected - margin, has the slope -sigmoid(-d) by d.
      double d = scores[chosen] - scores[rejected] - pair.path("margin").asDouble();
      assertThat(Math.log1p(Math.exp(-d))).isCloseTo(pair.path("loss").asDouble(), within(1e-5));
      double[] slopes = new double[2];
      slopes[chosen] = -1 / (1 + Math.exp(d));
      slopes[rejected] = -slopes[chosen];
      tape.backward(slopes);
      tape.gradients()
          .forEach(
              (name, gradient) -> {
                double l2 = pair.path("gradient_l2").path(name).asDouble(-1);
                assertThat((double) gradient.norm().getFloat())
                    .as(name)
                    .isCloseTo(l2, within(2e-3 * l2));
              });
    }
  }

  private static Decoder decoder(Path folder) {
    return ModelFolder.open(folder).decoder(Compute.FP32, Adapter.Plan.NONE, 0);
  }

  private static List<Encoded> sequences(JsonNode expected) {
    return IntStream.range(0, expected.path("lengths").size())
        .mapToObj(
            row -> {
              int length = expected.path("lengths").path(row).asInt();
              long[] ids = Fixtures.longs(expected.path("input_ids").path(row), length);
              return new Encoded(ids, new boolean[length]);
            })
        .toList();
  }
}
