package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.model.Base;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reward models that PEFT saved as an adapter with a score head, on their base. */
@Tag("fixtures")
class RewardAdapterParityTest {

  static List<Path> cases() {
    return Fixtures.cases("lora-reward", "adapter_config.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scoresMatch(Path folder) {
    JsonNode expected = Fixtures.json(folder.resolve("expected.json"));
    Path model = folder.resolve(expected.path("base_model").asText()).normalize();
    try (Base base = ModelFolder.open(model).base(Compute.FP32)) {
      AdapterFolder adapter = AdapterFolder.open(folder, base.shape());
      assertThat(adapter.scores()).isTrue();
      try (Decoder reward = base.scorer(adapter.plan(), adapter.source());
          NDManager scope = reward.scope()) {
        for (int row = 0; row < expected.path("scores").size(); row++) {
          JsonNode ids = expected.path("input_ids").path(row);
          Packing packing =
              Packing.of(
                  List.of(new Encoded(Fixtures.longs(ids, ids.size()), new boolean[ids.size()])));
          assertThat(reward.scores(scope, packing, packing.lasts()).getFloat())
              .isCloseTo((float) expected.path("scores").path(row).asDouble(), within(1e-5f));
        }
      }
    }
  }
}
