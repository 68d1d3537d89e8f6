package dev.bulwark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.fixtures.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationsTest {
  private static final Path PARQUET =
      Path.of("src/test/resources/data/conversations-snappy.parquet");

  @TempDir Path folder;

  static Stream<String> layouts() {
    return Stream.of(
        "{'messages': [{'role': 'user', 'content': 'q'}, {'role': 'assistant', 'content': 'a'}]}",
        "{'conversations': [{'from': 'human', 'value': 'q'}, {'from': 'gpt', 'value': 'a'}]}",
        "{'conversation': [{'from': 'prompter', 'value': 'q'}, {'role': 'bot', 'content': 'a'}]}",
        "{'prompt': 'q', 'completion': 'a'}",
        "{'prompt': [{'role': 'user', 'content': 'q'}],"
            + " 'completion': [{'role': 'assistant', 'content': 'a'}]}",
        "{'prompt': 'q', 'response': 'a', 'source': 's'}",
        "{'instruction': 'q', 'input': '', 'output': 'a'}",
        "{'instruction': 'q', 'context': null, 'response': 'a'}",
        "{'question': 'q', 'answer': 'a'}");
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void publicLayoutsAreKnown(String line) {
    assertThat(read(line))
        .extracting(Conversation::messages)
        .containsExactly(List.of(Message.user("q"), Message.assistant("a")));
  }

  @Test
  void theInputOfAnInstructionFollowsIt() {
    assertThat(read("{'instruction': 'Add.', 'input': '1 + 2', 'output': '3'}").get(0).messages())
        .containsExactly(Message.user("Add.\n\n1 + 2"), Message.assistant("3"));
  }

  @Test
  void aSystemFieldStandsInFront() {
    assertThat(read("{'prompt': 'q', 'completion': 'a', 'system': 's'}").get(0).messages())
        .containsExactly(new Message(Role.SYSTEM, "s"), Message.user("q"), Message.assistant("a"));
  }

  @Test
  void csvAndParquetGiveConversationsWithTheirPlaces() throws IOException {
    Path csv =
        Files.writeString(
            folder.resolve("d.csv"),
            "messages,category\n"
                + "\"[{\"\"role\"\": \"\"assistant\"\", \"\"content\"\": \"\"a\"\"}]\",water\n");
    assertThat(Conversations.mixed(Conversations.in(csv), Conversations.in(PARQUET)).read())
        .extracting(c -> c.where() + " " + c.category().orElse("-") + " " + last(c))
        .containsExactly(
            csv + ":2 water a",
            PARQUET + ":1 water Nobody knows, Ämma.",
            PARQUET + ":2 - Wide.",
            PARQUET + ":3 weather Rain.");
  }

  @Test
  void columnsRenameFieldsAndChooseTheLayout() {
    Path file =
        Folders.lines(
            folder.resolve("d.jsonl"),
            json("{'ask': 'q', 'good': 'a', 'risk': 'x', 'prompt': 'no', 'messages': [7]}"));
    Conversations data =
        Conversations.in(file)
            .columns(Map.of("prompt", "ask", "completion", "good", "category", "risk"));
    assertThat(data.read().get(0))
        .isEqualTo(
            new Conversation(
                List.of(Message.user("q"), Message.assistant("a")),
                Optional.of("x"),
                Optional.empty(),
                file + ":1"));
  }

  @Test
  void aColumnThatNoRowHasIsRefused() {
    Path file = Folders.lines(folder.resolve("d.jsonl"), Folders.turn("q", "a"));
    assertThatThrownBy(() -> Conversations.in(file).columns(Map.of("category", "risc")).read())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "No row has the column 'risc' (%s). Correct the name under columns, or remove it."
                .formatted(file));
  }

  @Test
  void aColumnForAnUnknownFieldIsAWrongCall() {
    assertThatThrownBy(() -> Conversations.in(folder).columns(Map.of("promt", "ask")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "columns names promt, but must name only attack, category, completion, messages,"
                + " prompt, system");
  }

  /** The system's text goes in front, so that the first answer stands at place 2. */
  @Test
  void answersOfNoWeightAreContextAlone() {
    String turns =
        "[{'role': 'user', 'content': 'q', 'weight': 0}, {'role': 'assistant', 'content': 'a',"
            + " 'weight': 0}, {'role': 'user', 'content': 'r'}, {'role': 'assistant', 'content':"
            + " 'b', 'weight': %s}]";
    for (String weight : List.of("1", "1.0", "null")) {
      assertThat(read("{'system': 's', 'messages': " + turns.formatted(weight) + "}"))
          .extracting(Conversation::unlearned)
          .containsExactly(Set.of(2));
    }
    assertThat(read("{'messages': " + turns.formatted("1") + "}").get(0).unlearned())
        .containsExactly(1);
  }

  @Test
  void answersOfNoWeightAreContextUnderAPromptToo() {
    // With the system text in front, the prompt's answer is the third message, the last is learned.
    String prompt =
        "[{'role': 'user', 'content': 'q'}, {'role': 'assistant', 'content': 'a', 'weight': 0},"
            + " {'from': 'human', 'value': 'r'}]";
    Conversation read =
        read("{'system': 's', 'instruction': " + prompt + ", 'input': 'i', 'output': 'b'}").get(0);
    assertThat(read.unlearned()).containsExactly(2);
    assertThat(read.messages().get(3)).isEqualTo(Message.user("r\n\ni"));
    String completion = "[{'role': 'assistant', 'content': 'b', 'weight': 1}]";
    assertThat(read("{'prompt': " + prompt + ", 'completion': " + completion + "}").get(0))
        .satisfies(one -> assertThat(one.unlearned()).containsExactly(1));
  }

  static List<Arguments> badRows() {
    return List.of(
        Arguments.of(
            "{'prompt': 'q', 'completion': [{'role': 'assistant', 'content': 'a', 'weight': 0}]}",
            "Every turn of the assistant has the weight 0, so there is nothing to learn (%s:1). "
                + "Give the answer that is to be learned the weight 1, or remove the line."),
        Arguments.of(
            "{'prompt': 'q', 'completion': [{'role': 'assistant', 'content': 'a', 'weight': 2}]}",
            "Message 2 has the weight 2 (%s:1). "
                + "Write 1, or 0 for an answer that is not to be learned."),
        Arguments.of(
            "{'messages': [{'role': 'assistant', 'content': 'a', 'weight': 0.5}]}",
            "Message 1 has the weight 0.5 (%s:1). "
                + "Write 1, or 0 for an answer that is not to be learned."),
        Arguments.of(
            "{'messages': [{'role': 'assistant', 'content': 'a', 'weight': 0}]}",
            "Every turn of the assistant has the weight 0, so there is nothing to learn (%s:1). "
                + "Give the answer that is to be learned the weight 1, or remove the line."),
        Arguments.of(
            "{'prompt': 7, 'completion': 'a'}",
            "The field 'prompt' is neither text nor a list of messages (%s:1). "
                + "Write a string, or [{'role': '…', 'content': '…'}, …]."),
        Arguments.of(
            "{'prompt': 'q', 'completion': ''}",
            "Message 2 is the assistant's, but it is empty (%s:1). "
                + "Write the answer that the model should give, or remove the line."),
        Arguments.of(
            "{'conversations': [{'from': 'tool', 'value': 'q'}]}",
            "Message 1 has the role 'tool' (%s:1). Use system, user or assistant."));
  }

  @ParameterizedTest
  @MethodSource("badRows")
  void badRowIsRefused(String line, String message) {
    assertThatThrownBy(() -> read(line))
        .isInstanceOf(BadInput.class)
        .satisfies(
            e ->
                assertThat(String.valueOf(e.getMessage()).replace('"', '\''))
                    .isEqualTo(message.formatted(folder.resolve("d.jsonl"))));
  }

  @Test
  void whatBecameOfEachRecordIsCounted() {
    Path first =
        Folders.lines(
            folder.resolve("a.jsonl"),
            Folders.turn("q", "a"),
            Folders.turn("Q ", "a"),
            Folders.turn("long", "a"),
            Folders.turn("longer", "a"));
    Path second = Folders.lines(folder.resolve("b.jsonl"), Folders.turn("q", "a"));
    DataReport report =
        Conversations.mixed(Conversations.in(first), Conversations.in(second))
            .sift(ConversationsTest::fate);
    assertThat(report.line())
        .isEqualTo(
            "4 of 5 records kept; dropped 1 (longer than 5 letters); 1 truncated;"
                + " 2 duplicates among them");
    assertThat(report.sources())
        .containsExactly(
            new DataReport.Source(
                first.toString(), 4, new TreeMap<>(Map.of("longer than 5 letters", 1L)), 1, 1, 0),
            new DataReport.Source(second.toString(), 1, new TreeMap<>(), 0, 1, 0));
  }

  private static Fate fate(Conversation conversation) {
    return switch (conversation.messages().get(0).content()) {
      case "long" -> Fate.TRUNCATED;
      case "longer" -> Fate.dropped("longer than 5 letters");
      default -> Fate.KEPT;
    };
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aShareOutOfRangeIsRefused(double share) {
    assertThatThrownBy(() -> Conversations.in(folder).share(share))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("share is " + share + ", but must be in [0, 1]");
  }

  @Test
  void weightsAreForAllSourcesOrNone() {
    Conversations weighted = Conversations.in(folder).weight(2);
    assertThatThrownBy(() -> Conversations.mixed(weighted, Conversations.in(folder)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weight is given for 1 of 2 sources, but must be given for all or none");
    assertThatThrownBy(() -> Conversations.in(folder).weight(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weight is 0.0, but must be above 0");
  }

  @Test
  void theFingerprintKnowsFilesAndTheirUse() {
    Path file = Folders.lines(folder.resolve("d.jsonl"), Folders.turn("q", "a"));
    Conversations data = Conversations.in(file);
    List<String> all = new ArrayList<>();
    all.add(data.fingerprint());
    all.add(data.share(0.5).fingerprint());
    all.add(data.weight(2).fingerprint());
    all.add(data.columns(Map.of("prompt", "x")).fingerprint());
    all.add(Conversations.mixed(data, data).fingerprint());
    assertThat(all).doesNotHaveDuplicates();
    assertThat(Conversations.in(file).fingerprint()).isEqualTo(all.get(0));
  }

  private List<Conversation> read(String line) {
    return Conversations.in(Folders.lines(folder.resolve("d.jsonl"), json(line))).read();
  }

  private static String last(Conversation conversation) {
    return conversation.messages().get(conversation.messages().size() - 1).content();
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
