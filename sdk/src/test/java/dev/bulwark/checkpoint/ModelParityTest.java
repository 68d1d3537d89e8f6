package dev.bulwark.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import dev.bulwark.fixtures.Fixtures;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.GradientTape;
import dev.bulwark.model.Sampling;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Packing;
import dev.bulwark.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model room against the reference implementation, for every model folder it finds. */
@Tag("fixtures")
class ModelParityTest {

  static List<Path> cases() {
    return Fixtures.cases("models", "logits.json");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsMatch(Path folder) {
    JsonNode expected = Fixtures.json(folder.resolve("logits.json"));
    try (Decoder decoder = decoder(folder);
        NDManager scope = decoder.scope()) {
      for (JsonNode row : expected.path("logits")) {
        Encoded sequence = sequence(expected, row.path("sequence").asInt());
        float[] logits = decoder.logits(scope, Packing.of(List.of(sequence))).toFloatArray();
        int vocabulary = decoder.shape().vocabulary();
        for (int id = 0; id < vocabulary; id++) {
          assertThat(logits[row.path("position").asInt() * vocabulary + id])
              .isCloseTo((float) row.path("values").path(id).asDouble(), within(1e-4f));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossAndGradientsMatch(Path folder) {
    JsonNode expected = Fixtures.json(folder.resolve("logits.json"));
    List<Encoded> sequences = List.of(sequence(expected, 0), sequence(expected, 1));
    Packing packing = Packing.of(sequences);
    double[] slopes = new double[packing.labels().length];
    Arrays.fill(slopes, -1.0 / slopes.length);
    try (Decoder decoder = decoder(folder);
        GradientTape tape = decoder.tape()) {
      double loss = -Arrays.stream(tape.learn(packing, slopes)).average().orElseThrow();
      assertThat(loss).isCloseTo(expected.path("loss").path("mean").asDouble(), within(1e-5));
      JsonNode references = expected.path("gradients");
      tape.gradients()
          .forEach(
              (name, gradient) -> {
                double l2 = references.path(name).path("l2").asDouble(-1);
                double found = gradient.norm().getFloat();
                assertThat(found).as(name).isCloseTo(l2, within(1e-3 * l2));
                // Cases that the project made itself have no sums.
                double sum = references.path(name).path("sum").asDouble(gradient.sum().getFloat());
                assertThat((double) gradient.sum().getFloat())
                    .as(name)
                    .isCloseTo(sum, within(1e-2 * l2));
              });
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tokenLogProbabilitiesMatchWhateverStandsBesideThem(Path folder) {
    JsonNode expected = Fixtures.json(folder.resolve("logits.json"));
    List<Encoded> sequences = List.of(everyToken(expected, 0), everyToken(expected, 1));
    Packing packing = Packing.of(sequences);
    try (Decoder decoder = decoder(folder);
        NDManager scope = decoder.scope()) {
      float[] found = decoder.logProbabilities(scope, packing).toFloatArray();
      int at = 0;
      for (int row : packing.order()) {
        for (int t = 1; t < sequences.get(row).length(); t++) {
          double reference = expected.path("token_logprobs").path(row).path(t).asDouble();
          assertThat(found[at++]).isCloseTo((float) reference, within(1e-4f));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void greedyContinuationIsIdenticalAloneAndInALeftPaddedBatch(Path folder) {
    JsonNode expected = Fixtures.json(folder.resolve("logits.json"));
    List<long[]> prompts = new ArrayList<>();
    List<long[]> answers = new ArrayList<>();
    for (JsonNode greedy : expected.path("greedy")) {
      prompts.add(longs(greedy.path("prompt_ids")));
      answers.add(longs(greedy.path("new_ids")));
    }
    Set<Long> nothingStops = Set.of(-2L);
    Sampling greedy = Sampling.greedy(answers.get(0).length);
    try (Decoder decoder = decoder(folder)) {
      assertThat(decoder.generator().generate(prompts, nothingStops, greedy))
          .containsExactlyElementsOf(answers);
      for (int i = 0; i < prompts.size(); i++) {
        assertThat(
                decoder.generator().generate(List.of(prompts.get(i)), nothingStops, greedy).get(0))
            .containsExactly(answers.get(i));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void tokensAndChatMatch(Path folder) {
    JsonNode expected = Fixtures.json(folder.resolve("tokens.json"));
    ModelFolder model = ModelFolder.open(folder);
    try (Tokenizer tokenizer = model.tokenizer()) {
      for (JsonNode text : expected.path("cases")) {
        assertThat(tokenizer.idsWithSpecial(text.path("text").asText()))
            .containsExactly(longs(text.path("ids")));
        assertThat(tokenizer.ids(text.path("text").asText()))
            .containsExactly(longs(text.path("ids_without_special")));
      }
      JsonNode chat = expected.path("chat");
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

  private static Decoder decoder(Path folder) {
    return ModelFolder.open(folder).decoder(Compute.FP32, Adapter.Plan.NONE, 0);
  }

  private static Encoded sequence(JsonNode expected, int row) {
    int length = expected.path("lengths").path(row).asInt();
    boolean[] learned = new boolean[length];
    for (int i = 0; i < length; i++) {
      learned[i] = expected.path("loss_mask").path(row).path(i).asInt() == 1;
    }
    return new Encoded(longs(expected.path("input_ids").path(row)), learned).truncatedTo(length);
  }

  private static Encoded everyToken(JsonNode expected, int row) {
    Encoded sequence = sequence(expected, row);
    boolean[] all = new boolean[sequence.length()];
    Arrays.fill(all, true);
    return new Encoded(sequence.ids(), all).truncatedTo(sequence.length());
  }

  private static long[] longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }
}
