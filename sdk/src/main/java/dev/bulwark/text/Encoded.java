package dev.bulwark.text;

import java.util.Arrays;
import java.util.Optional;

/**
 * A conversation as token ids, with the tokens that are to be learned.
 *
 * @param ids token ids, {@code [length]}
 * @param learned whether a token carries loss, {@code [length]}; index 0 never does, because
 *     nothing stands before it to predict it from
 */
@SuppressWarnings("ArrayRecordComponent") // rows of a batch: a list would box every token
public record Encoded(long[] ids, boolean[] learned) {

  /** How many tokens there are. */
  public int length() {
    return ids.length;
  }

  /** How many tokens carry loss. */
  public int learnedCount() {
    int count = 0;
    for (int i = 1; i < learned.length; i++) {
      count += learned[i] ? 1 : 0;
    }
    return count;
  }

  /** How many first tokens this has in common with another, the last of either never counted. */
  public int inCommonWith(Encoded other) {
    int most = Math.max(0, Math.min(ids.length, other.ids.length) - 1);
    int apart = Arrays.mismatch(ids, 0, most, other.ids, 0, most);
    return apart < 0 ? most : apart;
  }

  /** The first tokens of a conversation that is too long. */
  public Encoded truncatedTo(int length) {
    return length >= ids.length
        ? this
        : new Encoded(Arrays.copyOf(ids, length), Arrays.copyOf(learned, length));
  }

  /**
   * What a reward model reads: up to the last token that the assistant wrote, its end token. Where
   * that is too long the start of the prompt is left out but for its first token, which many models
   * attend to; the answer stays whole.
   *
   * @param limit most tokens, from 2
   * @return empty where there is no answer, or where it alone is too long
   */
  public Optional<Encoded> upToAnswer(int limit) {
    int end = ids.length;
    while (end > 0 && !learned[end - 1]) {
      end--;
    }
    int start = end;
    while (start > 0 && learned[start - 1]) {
      start--;
    }
    if (end == 0 || end - start >= limit) {
      return Optional.empty();
    }
    return Optional.of(truncatedTo(end).withoutMiddle(limit));
  }

  /** The first token and the last ones. */
  private Encoded withoutMiddle(int limit) {
    if (ids.length <= limit) {
      return this;
    }
    int skipped = ids.length - limit;
    long[] fewer = Arrays.copyOfRange(ids, skipped, ids.length);
    boolean[] marks = Arrays.copyOfRange(learned, skipped, ids.length);
    fewer[0] = ids[0];
    marks[0] = false;
    return new Encoded(fewer, marks);
  }
}
