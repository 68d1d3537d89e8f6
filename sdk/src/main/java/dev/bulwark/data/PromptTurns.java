package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the prompt of a row: a text, a transcript or turns, with a system text in front. */
final class PromptTurns {
  private static final List<String> FIELDS = List.of("prompt", "question", "instruction");

  private PromptTurns() {}

  /** The turns up to the answer, or empty where the row names no prompt. */
  static Optional<List<Message>> of(Row row) {
    return FIELDS.stream()
        .map(field -> Turns.list(row.fields().path(field)))
        .filter(value -> !Values.missing(value))
        .findFirst()
        .map(value -> withSystem(row, turns(row, value)));
  }

  private static List<Message> turns(Row row, JsonNode value) {
    if (value.isArray() && !value.isEmpty()) {
      return Turns.of(row, value);
    }
    if (!value.isTextual()) {
      throw row.bad(
          "The prompt is neither text nor a list of messages",
          "Write a string, or [{\"role\": \"…\", \"content\": \"…\"}, …]");
    }
    return Transcript.is(value.asText())
        ? withoutOpened(Transcript.turns(value.asText()))
        : List.of(Message.user(value.asText()));
  }

  private static List<Message> withoutOpened(List<Message> turns) {
    Message last = turns.get(turns.size() - 1);
    boolean opened = last.role() == Role.ASSISTANT && last.content().isEmpty();
    return opened ? turns.subList(0, turns.size() - 1) : turns;
  }

  private static List<Message> withSystem(Row row, List<Message> turns) {
    Optional<String> system = Turns.label(row, "system").filter(Message::isVisible);
    if (system.isEmpty() || turns.get(0).role() == Role.SYSTEM) {
      return turns;
    }
    List<Message> all = new ArrayList<>(turns);
    all.add(0, new Message(Role.SYSTEM, system.get()));
    return all;
  }

  /**
   * Whether turns can be answered: person and model speak in turn after the system, the person
   * first and last, and each says something.
   */
  static boolean inOrder(List<Message> turns) {
    int first = !turns.isEmpty() && turns.get(0).role() == Role.SYSTEM ? 1 : 0;
    for (int i = first; i < turns.size(); i++) {
      Role due = (i - first) % 2 == 0 ? Role.USER : Role.ASSISTANT;
      if (turns.get(i).role() != due || !Message.isVisible(turns.get(i).content())) {
        return false;
      }
    }
    return (turns.size() - first) % 2 == 1;
  }
}
