package dev.bulwark.stage;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;

/**
 * What ghost attention drew and kept; kept as {@code samples/report.json} in the tuned folder.
 *
 * @param dialogues that were to be answered
 * @param leftOut conversations that are none: the person speaks once, or turns are out of order
 * @param dropped dialogues whose answers can't be learned
 * @param learned dialogues whose last answer is learned
 * @param shortened those of them whose instruction is learned in its brief form
 * @param questions mean number of the person's turns in those that are learned
 */
public record GhostReport(
    int dialogues, int leftOut, Dropped dropped, int learned, int shortened, double questions) {

  /**
   * Why dialogues were dropped.
   *
   * @param tooLong the model's window left no room for one of the answers
   * @param empty an answer had nothing to see
   * @param unfinished the last answer was cut at its longest
   */
  public record Dropped(int tooLong, int empty, int unfinished) {}

  /** In one line. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%d of %d dialogues are learned, %.1f questions each, %d with a shortened instruction;"
            + " dropped %d too long, %d with an empty answer, %d cut at their longest",
        learned,
        dialogues,
        questions,
        shortened,
        dropped.tooLong(),
        dropped.empty(),
        dropped.unfinished());
  }

  /** As indented JSON. */
  String json() {
    return new JsonMapper().valueToTree(this).toPrettyString() + "\n";
  }
}
