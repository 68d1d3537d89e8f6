package dev.bulwark.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Training conversations in a JSON Lines file, plain or {@code .gz}; naming it touches nothing.
 *
 * <p>A line is {@code {"messages": [{"role": "user", "content": "…"}, {"role": "assistant",
 * "content": "…"}], "category": "…", "attack": "…"}}; both labels may be missing or null, further
 * fields are left alone.
 *
 * @param file the file
 */
public record Conversations(Path file) {

  /** The conversations in a file. */
  public static Conversations in(Path file) {
    return new Conversations(file);
  }

  /**
   * Reads and checks the whole file.
   *
   * @return at least one conversation, in the order of the file
   * @throws BadInput naming file and line of the first thing that is wrong
   */
  public List<Conversation> read() {
    return Rows.read(file, Conversations::conversation);
  }

  private static Conversation conversation(Row line) {
    List<Message> messages = Turns.of(line);
    if (messages.stream().noneMatch(message -> message.role() == Role.ASSISTANT)) {
      throw line.bad(
          "The conversation has no assistant turn, so there is nothing to learn",
          "Add the answer that the model should give, or remove the line");
    }
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).role() == Role.ASSISTANT && messages.get(i).content().isBlank()) {
        throw line.bad(
            "Message %d is the assistant's, but it is empty".formatted(i + 1),
            "Write the answer that the model should give, or remove the line");
      }
    }
    return new Conversation(
        messages, Turns.label(line, "category"), Turns.label(line, "attack"), line.number());
  }
}
