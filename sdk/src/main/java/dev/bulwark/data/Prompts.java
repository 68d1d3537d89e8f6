package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Marks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Prompts in a JSON Lines file, plain or {@code .gz}; naming it touches nothing.
 *
 * <p>A line is {@code {"id": "…", "prompt": "…"}} or has {@code "messages"} that end with the
 * user's turn. Optional are {@code category}, {@code attack}, {@code cluster} (default: the id),
 * and the marks {@code expected} and {@code forbidden}, lists of strings. Other fields are for
 * readers, but a name that is nearly one of these is an error.
 *
 * @param file the file
 * @param kind what a good answer to these prompts is
 */
public record Prompts(Path file, Kind kind) {

  /** Names that read like a misspelling of these are refused. */
  private static final List<String> FIELDS =
      List.of("attack", "category", "cluster", "expected", "forbidden", "messages", "prompt");

  /** The prompts of one kind in a file. */
  public static Prompts in(Path file, Kind kind) {
    return new Prompts(file, kind);
  }

  /**
   * Reads and checks the whole file.
   *
   * @return at least one prompt, in the order of the file
   * @throws BadInput naming file and line of the first thing that is wrong
   */
  public List<Prompt> read() {
    return Rows.read(file, this::prompt);
  }

  private Prompt prompt(Row line) {
    line.refuseNearly(FIELDS);
    String id =
        Turns.label(line, "id")
            .filter(name -> !name.isBlank())
            .orElseThrow(
                () -> line.bad("The prompt has no id", "Write \"id\": \"…\", unique in the suite"));
    return new Prompt(
        id,
        turns(line),
        kind,
        Turns.label(line, "category"),
        Turns.label(line, "attack"),
        Turns.label(line, "cluster").orElse(id),
        new Marks(Turns.strings(line, "expected"), Turns.strings(line, "forbidden")));
  }

  private static List<Message> turns(Row line) {
    if (line.fields().has("messages")) {
      List<Message> messages = Turns.of(line);
      if (messages.get(messages.size() - 1).role() != Role.USER) {
        throw line.bad("The last message is not the user's", "End with what is to be answered");
      }
      if (!Message.isVisible(messages.get(messages.size() - 1).content())) {
        throw line.bad("The last message is empty", "Write what is to be answered");
      }
      return messages;
    }
    Optional<String> text =
        Optional.of(line.fields().path("prompt"))
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .filter(Message::isVisible);
    return List.of(
        Message.user(
            text.orElseThrow(() -> line.bad("The line has no prompt", "Write \"prompt\": \"…\""))));
  }
}
