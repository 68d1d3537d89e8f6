package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the parts that lines of several files share: turns, labels and lists of strings. */
final class Turns {
  private static final String SHAPE =
      "Write \"messages\": [{\"role\": \"user\", \"content\": \"…\"}, …]";

  private Turns() {}

  /** The turns under {@code messages}: roles known, contents text, the system in front only. */
  static List<Message> of(Row line) {
    JsonNode array = line.fields().path("messages");
    if (!array.isArray() || array.isEmpty()) {
      throw line.bad("The line has no messages", SHAPE);
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode turn : array) {
      messages.add(message(line, turn, messages.size() + 1));
    }
    for (int i = 1; i < messages.size(); i++) {
      if (messages.get(i).role() == Role.SYSTEM) {
        throw line.bad(
            "Message %d is the system's, but not the first".formatted(i + 1),
            "Put the system message in front");
      }
    }
    return messages;
  }

  private static Message message(Row line, JsonNode turn, int number) {
    Role role =
        Role.labelled(turn.path("role").asText(""))
            .orElseThrow(
                () ->
                    line.bad(
                        "Message %d has the role '%s'"
                            .formatted(number, turn.path("role").asText("")),
                        "Use system, user or assistant"));
    if (!turn.path("content").isTextual()) {
      throw line.bad("Message %d has no text content".formatted(number), SHAPE);
    }
    return new Message(role, turn.path("content").asText());
  }

  /** A label that may be missing or null. */
  static Optional<String> label(Row line, String field) {
    JsonNode value = line.fields().path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw line.bad("The field '%s' is not text".formatted(field), "Write a string or null");
    }
    return Optional.of(value.asText());
  }

  /** A list of strings that may be missing; an empty string in it would match anything. */
  static List<String> strings(Row line, String field) {
    JsonNode value = line.fields().path(field);
    List<String> strings = new ArrayList<>();
    if (value.isMissingNode() || value.isNull()) {
      return strings;
    }
    value.forEach(element -> strings.add(element.isTextual() ? element.asText() : ""));
    if (!value.isArray() || !strings.stream().allMatch(Message::isVisible)) {
      throw line.bad(
          "The field '%s' is not a list of visible strings".formatted(field),
          "Write [\"…\", \"…\"] or leave it out");
    }
    return strings;
  }
}
