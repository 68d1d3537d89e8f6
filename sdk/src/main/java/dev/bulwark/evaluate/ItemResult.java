package dev.bulwark.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One row of a results file: a prompt, what became of it, and who says so.
 *
 * @param item the prompt without its words
 * @param judgement what the judge says
 * @param judge the judge's id
 * @param latencyMillis time to the answer, in a batch the batch's time by its size
 * @param texts the words, where they were kept
 * @param error what went wrong, for the two error outcomes
 */
public record ItemResult(
    Item item,
    Judgement judgement,
    String judge,
    long latencyMillis,
    Optional<Texts> texts,
    Optional<String> error) {

  /**
   * The words behind a result; they can be offensive and stay out of logs and baselines.
   *
   * @param prompt the last turn
   * @param answer the model's answer
   */
  public record Texts(String prompt, String answer) {}

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
