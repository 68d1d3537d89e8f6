package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One row of a results file: a prompt, what became of it, and who says so.
 *
 * @param item the prompt without its words
 * @param repeat which of the prompt's answers it is, from 0; several answers of one prompt count
 *     together as one
 * @param judgement what the judge says
 * @param judge the judge's id
 * @param effort what the answer took
 * @param texts the words, where they were kept
 * @param error what went wrong, for the two error outcomes
 */
public record ItemResult(
    Item item,
    int repeat,
    Judgement judgement,
    String judge,
    Effort effort,
    Optional<Texts> texts,
    Optional<Failure> error) {

  /**
   * The words behind a result; they can be offensive and stay out of logs and baselines.
   *
   * @param prompt the last turn
   * @param answer the model's answer
   */
  public record Texts(String prompt, String answer) {}

  /**
   * What went wrong.
   *
   * @param kind a word for its kind, such as {@code TIMEOUT}; {@link #PARSE} for a judge's answer
   *     that is none
   * @param message what the error said
   */
  public record Failure(String kind, String message) {
    /** The judge answered, but not in a form that means anything. */
    public static final String PARSE = "PARSE";

    /** An error of no known kind. */
    public static Failure of(String message) {
      return new Failure("OTHER", message);
    }
  }

  /** The same as the prompt's only answer. */
  ItemResult first() {
    return new ItemResult(item, 0, judgement, judge, effort, texts, error);
  }

  /** What tells this row from all others: the id, and for a repeat its number. */
  public String key() {
    return key(id(), repeat);
  }

  /** The key of a row of that prompt and repeat. */
  static String key(String id, int repeat) {
    return repeat == 0 ? id : id + "#" + repeat;
  }

  /** The prompt's id. */
  public String id() {
    return item.id();
  }

  /** What became of the prompt. */
  public Outcome outcome() {
    return judgement.outcome();
  }

  /** The row as JSON. */
  public ObjectNode json() {
    return Rows.write(this);
  }

  /**
   * Reads a row.
   *
   * @param row a JSON object
   * @param where what to call its place in an error
   * @throws UnusableResults for a missing field and a field of another type
   */
  public static ItemResult of(JsonNode row, String where) {
    return Rows.read(new Fields(row, where));
  }
}
