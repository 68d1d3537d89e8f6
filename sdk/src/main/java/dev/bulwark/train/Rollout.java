package dev.bulwark.train;

import dev.bulwark.text.Encoded;
import java.util.Arrays;

/**
 * An answer that a policy drew.
 *
 * @param place among the answers of its iteration, from 0
 * @param prompt token ids of the prompt
 * @param drawn token ids that the policy chose, {@code [length]}, the end token included where it
 *     chose one; at least one
 * @param ended whether it chose an end token
 * @param end the end token, chosen or not
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Rollout(int place, long[] prompt, long[] drawn, boolean ended, long end) {

  /** Token ids of the answer without its end token. */
  public long[] answer() {
    return Arrays.copyOf(drawn, ended ? drawn.length - 1 : drawn.length);
  }

  /**
   * Prompt and answer with an end token; learned is what the policy chose. An end that it did not
   * choose is what a reward model reads its score at, and nothing else.
   */
  public Encoded tokens() {
    int length = prompt.length + drawn.length;
    long[] ids = Arrays.copyOf(prompt, ended ? length : length + 1);
    System.arraycopy(drawn, 0, ids, prompt.length, drawn.length);
    ids[ids.length - 1] = end;
    boolean[] learned = new boolean[ids.length];
    Arrays.fill(learned, prompt.length, length, true);
    return new Encoded(ids, learned);
  }
}
