package dev.bulwark.evaluate;

import java.util.Optional;

/**
 * What an answer took.
 *
 * @param millis time to the answer, in a batch the batch's time by its size
 * @param tokens tokens read and written, where they are known
 */
public record Effort(long millis, Optional<Tokens> tokens) {
  /** Nothing, as of a baseline, which keeps no times. */
  public static final Effort NONE = new Effort(0, Optional.empty());

  /**
   * Tokens as the model counts them, over all turns.
   *
   * @param read those of the prompts
   * @param written those of the answers
   */
  public record Tokens(long read, long written) {
    /** Both together. */
    Tokens plus(Tokens more) {
      return new Tokens(read + more.read, written + more.written);
    }
  }
}
