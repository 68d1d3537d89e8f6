package dev.bulwark.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.checkpoint.StoredWeights;
import dev.bulwark.data.BadInput;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Model folders to GGUF and back, for every model folder that the fixtures have. */
@Tag("fixtures")
class GgufRoundTripTest {
  private static final List<String> KEPT =
      List.of(
          "model_type",
          "vocab_size",
          "hidden_size",
          "intermediate_size",
          "num_hidden_layers",
          "num_attention_heads",
          "num_key_value_heads",
          "rms_norm_eps",
          "tie_word_embeddings",
          "eos_token_id");

  @TempDir Path parent;

  static List<Path> cases() {
    return Fixtures.cases("models", "logits.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyWeightComesBackToTheBit(Path model) {
    StoredWeights before = StoredWeights.in(model);
    StoredWeights after = StoredWeights.in(thereAndBack(model, GgufStorage.F32));
    assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
    for (String name : before.names()) {
      assertThat(after.dimensions(name)).as(name).isEqualTo(before.dimensions(name));
      assertThat(after.values(name)).as(name).containsExactly(before.values(name));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void configurationComesBack(Path model) {
    JsonNode before = Fixtures.json(model.resolve("config.json"));
    JsonNode after = Fixtures.json(thereAndBack(model, GgufStorage.F16).resolve("config.json"));
    // Without a window Mistral is Llama, and GGUF has one name for both.
    boolean renamed =
        before.path("model_type").asText().equals("mistral")
            && before.path("sliding_window").isNull();
    if (renamed) {
      ((ObjectNode) before).put("model_type", "llama");
    }
    for (String key : KEPT) {
      if (!key.equals("eos_token_id") || before.path(key).isInt()) {
        assertThat(after.path(key)).as(key).isEqualTo(before.path(key));
      }
    }
    for (JsonNode stop : before.path("eos_token_id")) {
      assertThat(after.path("eos_token_id")).contains(stop);
    }
    JsonNode scaling = before.path("rope_scaling");
    scaling
        .properties()
        .forEach(
            entry ->
                assertThat(after.path("rope_scaling").path(entry.getKey()))
                    .as(entry.getKey())
                    .isEqualTo(entry.getValue()));
    double theta =
        before
            .path("rope_parameters")
            .path("rope_theta")
            .asDouble(before.path("rope_theta").asDouble());
    assertThat(after.path("rope_theta").asDouble()).isEqualTo(theta);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tokensAndTemplateComeBack(Path model) {
    Path again = thereAndBack(model, GgufStorage.Q8_0);
    JsonNode expected = Fixtures.json(model.resolve("tokens.json"));
    try (Tokenizer tokenizer = Tokenizer.in(again.resolve("tokenizer.json"))) {
      for (JsonNode text : expected.path("cases")) {
        assertThat(tokenizer.idsWithSpecial(text.path("text").asText()))
            .containsExactly(longs(text.path("ids")));
        assertThat(tokenizer.ids(text.path("text").asText()))
            .containsExactly(longs(text.path("ids_without_special")));
      }
    }
    JsonNode before = Fixtures.json(model.resolve("tokenizer_config.json"));
    JsonNode after = Fixtures.json(again.resolve("tokenizer_config.json"));
    assertThat(after.path("chat_template")).isEqualTo(before.path("chat_template"));
    assertThat(after.path("eos_token")).isEqualTo(before.path("eos_token"));
  }

  private Path thereAndBack(Path model, GgufStorage storage) {
    Path file = parent.resolve("model.gguf");
    try {
      GgufFile.export(model, storage, file);
    } catch (BadInput e) {
      // Merges that were learned with the pieces, not derived from scores, have no place in GGUF.
      Assumptions.assumeFalse(e.what().startsWith("The merges of the tokenizer"), e::getMessage);
      // Nor have output biases of Qwen3, which llama.cpp does not know.
      Assumptions.assumeFalse(e.what().endsWith("has no place in GGUF"), e::getMessage);
      throw e;
    }
    GgufFile.in(file).importTo(parent.resolve("again"));
    return parent.resolve("again");
  }

  private static long[] longs(JsonNode array) {
    return java.util.stream.StreamSupport.stream(array.spliterator(), false)
        .mapToLong(JsonNode::asLong)
        .toArray();
  }
}
