package dev.bulwark.text;

import java.util.Arrays;

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

  /** The first tokens of a conversation that is too long. */
  public Encoded truncatedTo(int length) {
    return length >= ids.length
        ? this
        : new Encoded(Arrays.copyOf(ids, length), Arrays.copyOf(learned, length));
  }
}
