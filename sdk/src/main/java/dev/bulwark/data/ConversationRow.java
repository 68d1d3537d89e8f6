package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A conversation in the layouts that public data comes in: turns under {@code messages} or {@code
 * conversations}, or a prompt and its answer under one of the usual pairs of names.
 */
final class ConversationRow {
  /**
   * The fields of a prompt/answer row: what is asked, what it is about (or nothing), the answer.
   */
  private record Names(String prompt, String about, String answer) {
    boolean in(JsonNode fields) {
      return fields.hasNonNull(prompt) && fields.hasNonNull(answer);
    }
  }

  private static final List<String> TURNS = List.of("messages", "conversations", "conversation");
  private static final List<Names> PAIRS =
      List.of(
          new Names("prompt", "", "completion"),
          new Names("prompt", "", "response"),
          new Names("instruction", "input", "output"),
          new Names("instruction", "context", "response"),
          new Names("question", "", "answer"));

  private ConversationRow() {}

  /** Reads the turns and checks that there is an answer to learn in them. */
  static Conversation of(Row row) {
    JsonNode array = list(row).orElseGet(() -> pair(row));
    List<Message> turns = Turns.of(row, array);
    List<Message> messages = withSystem(row, turns);
    int shift = messages.size() - turns.size();
    Set<Integer> unlearned =
        Turns.unlearned(row, array).stream()
            .map(place -> place + shift)
            .collect(Collectors.toSet());
    check(row, messages);
    return new Conversation(
        messages, unlearned, Turns.label(row, "category"), Turns.label(row, "attack"), row.where());
  }

  private static void check(Row row, List<Message> messages) {
    if (messages.stream().noneMatch(message -> message.role() == Role.ASSISTANT)) {
      throw row.bad(
          "The conversation has no assistant turn, so there is nothing to learn",
          "Add the answer that the model should give, or remove the line");
    }
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).role() == Role.ASSISTANT && messages.get(i).content().isBlank()) {
        throw row.bad(
            "Message %d is the assistant's, but it is empty".formatted(i + 1),
            "Write the answer that the model should give, or remove the line");
      }
    }
  }

  private static List<Message> withSystem(Row row, List<Message> turns) {
    List<Message> messages = new ArrayList<>(turns);
    Optional<String> system = Turns.label(row, "system").filter(Message::isVisible);
    if (system.isPresent() && messages.get(0).role() != Role.SYSTEM) {
      messages.add(0, new Message(Role.SYSTEM, system.get()));
    }
    return messages;
  }

  private static Optional<JsonNode> list(Row row) {
    return TURNS.stream()
        .map(field -> Turns.list(row.fields().path(field)))
        .filter(turns -> turns.isArray() && !turns.isEmpty())
        .findFirst();
  }

  private static JsonNode pair(Row row) {
    Names names =
        PAIRS.stream()
            .filter(pair -> pair.in(row.fields()))
            .findFirst()
            .orElseThrow(
                () ->
                    row.bad(
                        "The line has no conversation",
                        "Write \"messages\": [{\"role\": \"user\", \"content\": \"…\"}, …] or"
                            + " \"prompt\" and \"completion\", or name their columns"));
    ArrayNode turns = side(row, names.prompt(), Role.USER);
    Turns.label(row, names.about())
        .filter(Message::isVisible)
        .ifPresent(about -> join(row, turns, about));
    return turns.addAll(side(row, names.answer(), Role.ASSISTANT));
  }

  /** One side of a pair as turns: a text is one. */
  private static ArrayNode side(Row row, String field, Role role) {
    JsonNode value = Turns.list(row.fields().path(field));
    ArrayNode turns = JsonNodeFactory.instance.arrayNode();
    if (value.isArray() && !value.isEmpty()) {
      value.forEach(turns::add);
      return turns;
    }
    if (!value.isTextual()) {
      throw row.bad(
          "The field '%s' is neither text nor a list of messages".formatted(field),
          "Write a string, or [{\"role\": \"…\", \"content\": \"…\"}, …]");
    }
    turns.addObject().put("role", role.label()).put("content", value.asText());
    return turns;
  }

  private static void join(Row row, ArrayNode turns, String about) {
    List<Message> said = Turns.of(row, turns);
    ObjectNode last = turns.get(turns.size() - 1).deepCopy();
    last.put("content", said.get(said.size() - 1).content() + "\n\n" + about);
    turns.set(turns.size() - 1, last);
  }
}
