package dev.bulwark.train;

import dev.bulwark.data.Require;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.DecoderShape;

/**
 * What training keeps in memory at once. None of it changes the loss, only its rounding.
 *
 * @param tokens tokens that are worked on at once, from 1, shared out among the threads that work
 *     by themselves; a longer sample stands alone. 0, the default, takes as many as keep the
 *     activations of a layer near each thread's cache, of all threads together at most 2,048, and
 *     1,536 where all weights learn
 * @param recompute whether activations are computed again on the way back instead of being kept: a
 *     third more work, a fraction of the memory. Off by default
 */
public record Memory(int tokens, boolean recompute) {
  /** Activations of a layer where all weights learn, whose gradients need the memory. */
  private static final long WHOLE_BYTES = 8L << 20;

  /** The same where adapters learn: each part merges them anew, so that fewer are better. */
  private static final long ADAPTED_BYTES = 20L << 20;

  private static final int FEWEST = 256;
  private static final int MOST = 2048;

  /** A small model learns nearly as fast from these, and they take less. */
  private static final int MOST_WHOLE = 1536;

  /** Checks the range. */
  public Memory {
    Require.that(tokens >= 0, "tokens", tokens, "0 or more");
  }

  /** As many tokens as suit the model, activations kept. */
  public static Memory auto() {
    return new Memory(0, false);
  }

  /**
   * Tokens of the micro-batches that are learned from at once.
   *
   * @param lanes how many there are, each with a cache of its own
   */
  int tokensFor(Decoder decoder, int lanes) {
    DecoderShape shape = decoder.shape();
    boolean adapted = decoder.plan().rank() > 0;
    return tokensFor(shape.hidden(), shape.feedForward(), adapted, lanes);
  }

  int tokensFor(int hidden, int feedForward, boolean adapted, int lanes) {
    if (tokens > 0) {
      return tokens;
    }
    long each = 4L * (4L * hidden + 2L * feedForward);
    long bytes = adapted ? ADAPTED_BYTES : WHOLE_BYTES;
    int most = adapted ? MOST : MOST_WHOLE;
    return (int) Math.min(most, lanes * Math.max(FEWEST, bytes / each));
  }

  /** Tokens that are read at once: nothing is kept for a way back. */
  int tokensOfReading() {
    return tokens > 0 ? tokens : MOST;
  }
}
