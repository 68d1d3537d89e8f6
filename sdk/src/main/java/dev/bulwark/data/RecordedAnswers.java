package dev.bulwark.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
 * messages}. A script of several turns has {@code responses}, one a turn; in a table its cell is a
 * JSON array. A line has one field for its prompt and one for its answer.
 *
 * @param file the file
 */
public record RecordedAnswers(Path file) {
  private static final String SEVERAL = "responses";
  private static final List<String> PROMPTS =
      List.of("prompt", "question", "instruction", "messages", "turns");
  private static final List<String> ANSWERS =
      List.of("response", "completion", "output", "answer", SEVERAL);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

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

  /**
   * The same with the hash of the very bytes that were read, even where the file changes meanwhile.
   *
   * @throws BadInput as {@link #read} does
   */
  public Hashed readHashed() {
    HashedRows<RecordedAnswer> read = Rows.readHashed(file, RecordedAnswers::answer);
    return new Hashed(read.rows(), read.sha256());
  }

  /**
   * Answers and whose bytes they are.
   *
   * @param answers at least one, in the order of the file
   * @param sha256 SHA-256 of the file's bytes, as 64 lower-case hex digits
   */
  public record Hashed(List<RecordedAnswer> answers, String sha256) {
    /** Copies the answers, so that the value can't change. */
    public Hashed {
      answers = List.copyOf(answers);
    }
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
      answers = List.of(empty(row));
    }
    if (id.isEmpty() && turns.isEmpty()) {
      throw row.bad(
          "The line has neither an id nor a prompt",
          "Write the \"id\" that the prompt has in its suite, or the \"prompt\" itself");
    }
    return new RecordedAnswer(id, turns, answers, row.where());
  }

  private static List<Message> prompt(Row row) {
    Optional<String> field = one(row, PROMPTS);
    if (field.isEmpty()) {
      return List.of();
    }
    return switch (field.get()) {
      case "messages" -> Turns.of(row);
      case "turns" -> Turns.strings(row, "turns").stream().map(Message::user).toList();
      default -> Turns.label(row, field.get()).map(Message::user).stream().toList();
    };
  }

  private static List<String> answers(Row row) {
    Optional<String> field = one(row, ANSWERS);
    if (field.isEmpty()) {
      return List.of();
    }
    return field.get().equals(SEVERAL)
        ? several(row)
        : Turns.label(row, field.get()).stream().toList();
  }

  /** An empty answer tells that nothing came; a table has no other way to say it. */
  private static String empty(Row row) {
    if (!row.isTable()) {
      throw row.bad("The line has no answer", "Write \"response\": \"…\"");
    }
    if (ANSWERS.stream().noneMatch(row.fields()::has)) {
      throw row.bad("The line has no answer", "Call the column of the answers \"response\"");
    }
    return "";
  }

  /** No sign can stand between answers: each may be within one. An empty one keeps its place. */
  private static List<String> several(Row row) {
    JsonNode value = row.fields().path(SEVERAL);
    JsonNode list = row.isTable() ? array(value.asText()) : value;
    List<String> answers = new ArrayList<>();
    for (JsonNode answer : list) {
      if (answer.isTextual()) {
        answers.add(answer.asText());
      }
    }
    if (!list.isArray() || answers.size() != list.size()) {
      throw row.isTable()
          ? row.bad(
              "The cell 'responses' is not a JSON array of texts",
              "Write \"[\"\"…\"\", \"\"…\"\"]\", one text a turn")
          : row.bad("The field 'responses' is not a list of texts", "Write [\"…\", \"…\"]");
    }
    return answers;
  }

  private static JsonNode array(String cell) {
    try {
      return JSON.readTree(cell);
    } catch (JacksonException e) {
      return JSON.missingNode();
    }
  }

  /** The field that says it; two could say different things. */
  private static Optional<String> one(Row row, List<String> names) {
    List<String> given = names.stream().filter(name -> isGiven(row.fields().path(name))).toList();
    if (given.size() > 1) {
      throw row.bad(
          "The line has both '%s' and '%s'".formatted(given.get(0), given.get(1)), "Keep one");
    }
    return given.stream().findFirst();
  }

  /** Writers of columns leave an empty list where a row has none. */
  private static boolean isGiven(JsonNode value) {
    return !Values.missing(value) && !(value.isArray() && value.isEmpty());
  }
}
