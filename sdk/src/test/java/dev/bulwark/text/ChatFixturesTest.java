package dev.bulwark.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Message;
import dev.bulwark.data.Role;
import dev.bulwark.fixtures.Fixtures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates, token ids and loss masks against the Hugging Face library's. */
@Tag("fixtures")
class ChatFixturesTest {

  static Stream<Arguments> cases() {
    return each("cases", "text");
  }

  static Stream<Arguments> masks() {
    return each("cases", "assistant_mask");
  }

  static Stream<Arguments> refusals() {
    return each("must_raise", "error_contains");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void textAndIdsMatch(String family, int index, Path file) {
    JsonNode given = Fixtures.json(file);
    JsonNode expected = given.path("cases").path(index);
    String text =
        template(given, file)
            .renderTurns(turns(expected), expected.path("add_generation_prompt").asBoolean());
    assertThat(text).isEqualTo(expected.path("text").asText());
    try (Tokenizer tokenizer = tokenizer(file)) {
      assertThat(tokenizer.ids(text)).containsExactly(longs(expected.path("ids")));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("masks")
  void assistantMaskMatches(String family, int index, Path file) {
    JsonNode given = Fixtures.json(file);
    JsonNode expected = given.path("cases").path(index);
    try (Tokenizer tokenizer = tokenizer(file)) {
      Encoded encoded =
          new ChatEncoder(tokenizer, template(given, file)).conversation(messages(expected));
      // Where the case goes on with an opened turn, nothing of that turn is learned.
      int length = expected.path("ids").size();
      assertThat(longs(expected.path("ids"))).startsWith(encoded.ids());
      assertThat(Arrays.copyOf(ones(encoded.learned()), length))
          .containsExactly(longs(expected.path("assistant_mask")));
      if (!expected.path("add_generation_prompt").asBoolean()) {
        assertThat(encoded.length()).isEqualTo(length);
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refusals")
  void refusalKeepsTheTemplatesWords(String family, int index, Path file) {
    JsonNode given = Fixtures.json(file);
    JsonNode refused = given.path("must_raise").path(index);
    ChatTemplate template = template(given, file);
    List<Message> messages = messages(refused);
    assertThatThrownBy(() -> template.render(messages, false))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining(refused.path("error_contains").asText());
  }

  private static Stream<Arguments> each(String list, String field) {
    Stream.Builder<Arguments> all = Stream.builder();
    for (Path file : Fixtures.files("chat")) {
      JsonNode entries = Fixtures.json(file).path(list);
      for (int i = 0; i < entries.size(); i++) {
        if (entries.path(i).has(field)) {
          all.add(Arguments.of(file.getFileName().toString(), i, file));
        }
      }
    }
    return all.build();
  }

  private static ChatTemplate template(JsonNode given, Path file) {
    return new ChatTemplate(
        given.path("template").asText(),
        Map.of(
            "bos_token", given.path("bos_token").asText(""),
            "eos_token", given.path("eos_token").asText("")),
        file.toString());
  }

  private static Tokenizer tokenizer(Path file) {
    return Tokenizer.in(file.resolveSibling("tokenizer.json"));
  }

  private static List<Message> messages(JsonNode expected) {
    return StreamSupport.stream(expected.path("messages").spliterator(), false)
        .map(
            turn ->
                new Message(
                    Role.labelled(turn.path("role").asText()).orElseThrow(),
                    turn.path("content").asText()))
        .toList();
  }

  /** The turns with all their fields; a template may use more than role and content. */
  private static List<Map<String, String>> turns(JsonNode expected) {
    List<Map<String, String>> turns = new ArrayList<>();
    for (JsonNode turn : expected.path("messages")) {
      Map<String, String> fields = new HashMap<>();
      turn.properties().forEach(field -> fields.put(field.getKey(), field.getValue().textValue()));
      turns.add(fields);
    }
    return turns;
  }

  private static long[] ones(boolean[] learned) {
    long[] ones = new long[learned.length];
    for (int i = 0; i < ones.length; i++) {
      ones[i] = learned[i] ? 1 : 0;
    }
    return ones;
  }

  private static long[] longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToLong(JsonNode::asLong).toArray();
  }
}
