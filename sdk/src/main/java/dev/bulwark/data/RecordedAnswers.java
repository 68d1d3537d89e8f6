package dev.bulwark.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers that were made elsewhere, in a file of JSON Lines, JSON, CSV, TSV or Parquet; naming it
 * touches nothing.
 *
 * <p>A line names its prompt by {@code id} or by its words, and holds the answer: {@code {"id":
 * "…", "response": "…"}}. The words are {@code prompt} (also {@code question}, {@code
 * instruction}), {@code messages} or {@code turns}; the answer is {@code response} (also {@code
 * completion}, {@code output}, {@code answer}), or the assistant's last one of the {@code
 * messages}. A script of several turns has {@code responses}, one a turn.
 *
 * @param file the file
 */
public record RecordedAnswers(Path file) {
  private static final List<String> PROMPTS = List.of("prompt", "question", "instruction");
  private static final List<String> ANSWERS = List.of("response", "completion", "output", "answer");

  /** The answers in a file. */
  public static RecordedAnswers in(Path file) {
    return new RecordedAnswers(file);
  }

  /**
   * Reads and checks the whole file.
   *
   * @return at least one answer, in the order of the file
   * @throws BadInput naming file and line of the first thing that is wrong
   */
  public List<RecordedAnswer> read() {
    return Rows.read(file, RecordedAnswers::answer);
  }

  private static RecordedAnswer answer(Row row) {
    Optional<String> id =
        Optional.of(row.fields().path("id"))
            .filter(JsonNode::isValueNode)
            .map(value -> value.asText(""))
            .filter(name -> !name.isBlank());
    List<Message> turns = new ArrayList<>(prompt(row));
    List<String> answers = answers(row);
    boolean answered = !turns.isEmpty() && turns.get(turns.size() - 1).role() == Role.ASSISTANT;
    if (answers.isEmpty() && answered) {
      answers = List.of(turns.remove(turns.size() - 1).content());
    }
    if (answers.isEmpty()) {
      throw row.bad("The line has no answer", "Write \"response\": \"…\"");
    }
    if (id.isEmpty() && turns.isEmpty()) {
      throw row.bad(
          "The line has neither an id nor a prompt",
          "Write the \"id\" that the prompt has in its suite, or the \"prompt\" itself");
    }
    return new RecordedAnswer(id, turns, answers, row.where());
  }

  private static List<Message> prompt(Row row) {
    if (row.fields().hasNonNull("messages")) {
      return Turns.of(row);
    }
    List<String> turns = Turns.strings(row, "turns");
    return turns.isEmpty()
        ? text(row, PROMPTS).map(Message::user).stream().toList()
        : turns.stream().map(Message::user).toList();
  }

  /** An empty answer is one: it tells that nothing came. */
  private static List<String> answers(Row row) {
    JsonNode several = row.fields().path("responses");
    if (!Values.missing(several)) {
      return Turns.strings(row, "responses");
    }
    return text(row, ANSWERS).stream().toList();
  }

  private static Optional<String> text(Row row, List<String> names) {
    List<String> given = names.stream().filter(row.fields()::hasNonNull).toList();
    if (given.size() > 1) {
      throw row.bad(
          "The line has both '%s' and '%s'".formatted(given.get(0), given.get(1)), "Keep one");
    }
    return given.stream().findFirst().flatMap(name -> Turns.label(row, name));
  }
}
