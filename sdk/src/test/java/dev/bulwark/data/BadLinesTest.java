package dev.bulwark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.fixtures.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which a line of data can be wrong, and the whole sentence that says so. */
class BadLinesTest {
  private static final String GOOD = Folders.turn("q", "a");

  @TempDir Path folder;

  static List<Arguments> conversations() {
    return List.of(
        Arguments.of(
            "{'messages': [}",
            "The line is not valid JSON: Unexpected close marker '}': expected ']' (%s:2). "
                + "Write one JSON object a line."),
        Arguments.of(
            "{'messages': [",
            "The line is not valid JSON: Unexpected end-of-input: expected close marker for Array "
                + "(%s:2). Write one JSON object a line."),
        Arguments.of(
            "{'messages': []} {}",
            "The line is not valid JSON: Trailing token (of type START_OBJECT) found after value "
                + "(bound as `com.fasterxml.jackson.databind.JsonNode`): not allowed as per "
                + "`DeserializationFeature.FAIL_ON_TRAILING_TOKENS` (%s:2). "
                + "Write one JSON object a line."),
        Arguments.of(
            "[1, 2]", "The line is not a JSON object (%s:2). Write one JSON object a line."),
        Arguments.of(
            "{'text': 'x'}",
            "The line has no conversation (%s:2). Write 'messages': [{'role': 'user', 'content': '…'},"
                + " …] or 'prompt' and 'completion', or name their columns."),
        Arguments.of(
            "{'messages': []}",
            "The line has no conversation (%s:2). Write 'messages': [{'role': 'user', 'content': '…'},"
                + " …] or 'prompt' and 'completion', or name their columns."),
        Arguments.of(
            "{'messages': [{'role': 'robot', 'content': 'x'}]}",
            "Message 1 has the role 'robot' (%s:2). Use system, user or assistant."),
        Arguments.of(
            "{'messages': [{'content': 'x'}]}",
            "Message 1 has the role '' (%s:2). Use system, user or assistant."),
        Arguments.of(
            "{'messages': [{'role': 'user', 'content': 3}]}",
            "Message 1 has no text content (%s:2). "
                + "Write 'messages': [{'role': 'user', 'content': '…'}, …]."),
        Arguments.of(
            "{'messages': [{'role': 'user', 'content': 'x'}]}",
            "The conversation has no assistant turn, so there is nothing to learn (%s:2). "
                + "Add the answer that the model should give, or remove the line."),
        Arguments.of(
            "{'messages': [{'role': 'user', 'content': 'x'}, {'role': 'system', 'content': 'y'},"
                + " {'role': 'assistant', 'content': 'z'}]}",
            "Message 2 is the system's, but not the first (%s:2). "
                + "Put the system message in front."),
        Arguments.of(
            "{'messages': [{'role': 'user', 'content': 'x'}, {'role': 'assistant', 'content': ' '}"
                + "]}",
            "Message 2 is the assistant's, but it is empty (%s:2). "
                + "Write the answer that the model should give, or remove the line."),
        Arguments.of(
            "{'messages': [{'role': 'assistant', 'content': 'x'}], 'category': 7}",
            "The field 'category' is not text (%s:2). Write a string or null."));
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void conversationIsRefused(String line, String message) {
    Path file = Folders.lines(folder.resolve("sft.jsonl"), GOOD, quoted(line));
    assertThatThrownBy(() -> Conversations.in(file).read())
        .isInstanceOf(BadInput.class)
        .satisfies(e -> assertThat(plain(e)).isEqualTo(message.formatted(file)));
  }

  static List<Arguments> prompts() {
    return List.of(
        Arguments.of(
            "{'id': ' ', 'prompt': 'x'}",
            "The prompt has no id (%s:1). Write 'id': '…', unique in the suite."),
        Arguments.of(
            "{'prompt': 'x'}",
            "The prompt has no id (%s:1). Write 'id': '…', unique in the suite."),
        Arguments.of(
            "{'id': 'a', 'prompt': ' '}", "The line has no prompt (%s:1). Write 'prompt': '…'."),
        Arguments.of("{'id': 'a'}", "The line has no prompt (%s:1). Write 'prompt': '…'."),
        Arguments.of(
            "{'id': 'a', 'messages': [{'role': 'assistant', 'content': 'x'}]}",
            "The last message is not the user's (%s:1). End with what is to be answered."),
        Arguments.of(
            "{'id': 'a', 'prompt': '\u200B\u2060 '}",
            "The line has no prompt (%s:1). Write 'prompt': '…'."),
        Arguments.of(
            "{'id': 'a', 'messages': [{'role': 'user', 'content': '\u200B'}]}",
            "The last message is empty (%s:1). Write what is to be answered."),
        Arguments.of(
            "{'id': 'a', 'prompt': 'x', 'forbiden': ['y']}",
            "The field 'forbiden' is unknown, but nearly 'forbidden' (%s:1). Correct the name, or"
                + " choose another one."),
        Arguments.of(
            "{'id': 'a', 'prompt': 'x', 'Clusters': 'y'}",
            "The field 'Clusters' is unknown, but nearly 'cluster' (%s:1). Correct the name, or"
                + " choose another one."),
        Arguments.of(
            "{'id': 'a', 'prompt': 'x', 'expected': ['\u200B']}",
            "The field 'expected' is not a list of visible strings (%s:1). "
                + "Write ['…', '…'] or leave it out."),
        Arguments.of(
            "{'id': 'a', 'prompt': 'x', 'forbidden': ['']}",
            "The field 'forbidden' is not a list of visible strings (%s:1). "
                + "Write ['…', '…'] or leave it out."));
  }

  @Test
  void fieldsForReadersAreReadPast() {
    Path file =
        Folders.lines(
            folder.resolve("harmful.jsonl"),
            quoted("{'id': 'a', 'prompt': 'x', 'source': 's', 'subcategory': 't', 'goal': 'g'}"));
    assertThat(Prompts.in(file, Kind.HARMFUL).read()).hasSize(1);
  }

  @Test
  void aFieldThatIsThereTwiceIsRefused() {
    Path file =
        Folders.lines(
            folder.resolve("harmful.jsonl"), quoted("{'id': 'a', 'prompt': 'x', 'prompt': 'y'}"));
    assertThatThrownBy(() -> Prompts.in(file, Kind.HARMFUL).read())
        .isInstanceOf(BadInput.class)
        .hasMessageStartingWith("The line is not valid JSON: ")
        .hasMessageContaining("uplicate")
        .hasMessageEndingWith(" (" + file + ":1). Write one JSON object a line.");
  }

  @ParameterizedTest
  @MethodSource("prompts")
  void promptIsRefused(String line, String message) {
    Path file = Folders.lines(folder.resolve("harmful.jsonl"), quoted(line));
    assertThatThrownBy(() -> Prompts.in(file, Prompt.Kind.HARMFUL).read())
        .isInstanceOf(BadInput.class)
        .satisfies(e -> assertThat(plain(e)).isEqualTo(message.formatted(file)));
  }

  @Test
  void missingFileIsNamed() {
    Path file = folder.resolve("none.jsonl");
    refuses(
        file,
        "There is no such file (%s). Check the path; a relative one starts at %s."
            .formatted(file, Path.of("").toAbsolutePath()));
  }

  @Test
  void fileWithoutLinesIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("empty.jsonl"), "\n  \n");
    refuses(file, "The file holds no record (%s). Give it at least one line.".formatted(file));
  }

  @Test
  void fileInAnotherEncodingIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("latin.jsonl"), new byte[] {'"', (byte) 0xe4, '"'});
    refuses(file, "The file is not UTF-8 text (%s). Save it as UTF-8.".formatted(file));
  }

  @Test
  void fileThatIsNoGzipIsNamed() {
    Path file = Folders.lines(folder.resolve("plain.jsonl.gz"), GOOD);
    refuses(
        file,
        "The file can't be read: Not in GZIP format (%s). Make it readable, or copy it again."
            .formatted(file));
  }

  private static void refuses(Path file, String message) {
    assertThatThrownBy(() -> Conversations.in(file).read())
        .isInstanceOf(BadInput.class)
        .hasMessage(message);
  }

  private static String quoted(String line) {
    return line.replace('\'', '"');
  }

  /** Apostrophes stand for quotation marks in the tables above, in the message too. */
  private static String plain(Throwable e) {
    return String.valueOf(e.getMessage()).replace('"', '\'');
  }
}
