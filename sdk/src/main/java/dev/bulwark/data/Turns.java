package dev.bulwark.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the parts that rows of several files share: turns, labels and lists of strings. */
final class Turns {
  private static final Pattern BAR = Pattern.compile("\\s*\\|\\s*");
  private static final String SHAPE =
      "Write \"messages\": [{\"role\": \"user\", \"content\": \"…\"}, …]";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What other makers of data call the roles. */
  private static final Map<String, Role> ALIASES =
      Map.of(
          "human", Role.USER,
          "prompter", Role.USER,
          "gpt", Role.ASSISTANT,
          "bot", Role.ASSISTANT,
          "model", Role.ASSISTANT);

  private Turns() {}

  /** The turns under {@code messages}: roles known, contents text, the system in front only. */
  static List<Message> of(Row row) {
    JsonNode array = list(row.fields().path("messages"));
    if (!array.isArray() || array.isEmpty()) {
      throw row.bad("The line has no messages", SHAPE);
    }
    return of(row, array);
  }

  /** The turns of an array that is not empty. */
  static List<Message> of(Row row, JsonNode array) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode turn : array) {
      messages.add(message(row, turn, messages.size() + 1));
    }
    for (int i = 1; i < messages.size(); i++) {
      if (messages.get(i).role() == Role.SYSTEM) {
        throw row.bad(
            "Message %d is the system's, but not the first".formatted(i + 1),
            "Put the system message in front");
      }
    }
    return messages;
  }

  /**
   * Places of the assistant's turns whose {@code weight} is 0: context that is not learned.
   *
   * @param array whose turns {@link #of} accepts
   */
  static Set<Integer> unlearned(Row row, JsonNode array) {
    Set<Integer> unlearned = new HashSet<>();
    int answers = 0;
    for (int i = 0; i < array.size(); i++) {
      if (message(row, array.get(i), i + 1).role() == Role.ASSISTANT) {
        answers++;
        if (!isLearned(row, array.get(i).path("weight"), i + 1)) {
          unlearned.add(i);
        }
      }
    }
    if (answers > 0 && unlearned.size() == answers) {
      throw row.bad(
          "Every turn of the assistant has the weight 0, so there is nothing to learn",
          "Give the answer that is to be learned the weight 1, or remove the line");
    }
    return unlearned;
  }

  private static boolean isLearned(Row row, JsonNode weight, int number) {
    if (Values.missing(weight)) {
      return true;
    }
    if (!weight.isNumber() || (weight.asDouble() != 0 && weight.asDouble() != 1)) {
      throw row.bad(
          "Message %d has the weight %s".formatted(number, weight),
          "Write 1, or 0 for an answer that is not to be learned");
    }
    return weight.asDouble() == 1;
  }

  /** A list, or the text of one: a CSV file has no other way to hold it. */
  static JsonNode list(JsonNode value) {
    if (value.isTextual() && value.asText().stripLeading().startsWith("[{")) {
      try {
        return JSON.readTree(value.asText());
      } catch (JacksonException e) {
        return value;
      }
    }
    return value;
  }

  private static Message message(Row row, JsonNode turn, int number) {
    String role = turn.path(turn.has("role") ? "role" : "from").asText("");
    JsonNode content = turn.path(turn.has("content") ? "content" : "value");
    Role speaker =
        Role.labelled(role)
            .or(() -> Optional.ofNullable(ALIASES.get(role)))
            .orElseThrow(
                () ->
                    row.bad(
                        "Message %d has the role '%s'".formatted(number, role),
                        "Use system, user or assistant"));
    if (!content.isTextual()) {
      throw row.bad("Message %d has no text content".formatted(number), SHAPE);
    }
    return new Message(speaker, content.asText());
  }

  /** A label that may be missing or null. */
  static Optional<String> label(Row row, String field) {
    JsonNode value = row.fields().path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw row.bad("The field '%s' is not text".formatted(field), "Write a string or null");
    }
    return Optional.of(value.asText());
  }

  /**
   * A list of strings that may be missing; an empty string in it would match anything. In a table
   * its elements stand in one cell, with {@code |} between them.
   */
  static List<String> strings(Row row, String field) {
    JsonNode value = row.fields().path(field);
    List<String> strings = new ArrayList<>();
    if (value.isMissingNode() || value.isNull()) {
      return strings;
    }
    if (value.isTextual() && row.isTable()) {
      return BAR.splitAsStream(value.asText()).filter(Message::isVisible).toList();
    }
    value.forEach(element -> strings.add(element.isTextual() ? element.asText() : ""));
    if (!value.isArray() || !strings.stream().allMatch(Message::isVisible)) {
      throw row.bad(
          "The field '%s' is not a list of visible strings".formatted(field),
          "Write [\"…\", \"…\"] or leave it out");
    }
    return strings;
  }
}
