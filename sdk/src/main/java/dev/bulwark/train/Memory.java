package dev.bulwark.train;

import dev.bulwark.data.Require;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.model.Precision;

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
  private static final int FEWEST = 256;
  private static final int MOST = 2048;

  /**
   * What is worked on at once.
   *
   * @param numbers of a layer's activations
   * @param most tokens, whatever the model
   */
  record Room(long numbers, int most) {
    /** Each part merges adapters anew, so that fewer are better. */
    static final Room ADAPTED = new Room(5L << 20, MOST);

    /** Gradients need the memory, and a small model learns nearly as fast from fewer tokens. */
    static final Room WHOLE = new Room(2L << 20, 1536);

    /** Numbers of half the size; each part rounds all weights to them anew. */
    static final Room WHOLE_BF16 = new Room(4L << 20, 1536);

    static Room of(boolean adapted, Precision precision) {
      if (adapted) {
        return ADAPTED;
      }
      return precision == Precision.BF16 ? WHOLE_BF16 : WHOLE;
    }

    /** Each token has four numbers a hidden one, and two an inner one. */
    int tokens(int hidden, int feedForward, int lanes) {
      long each = 4L * hidden + 2L * feedForward;
      return (int) Math.min(most, lanes * Math.max(FEWEST, numbers / each));
    }
  }

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
    Room room = Room.of(decoder.plan().rank() > 0, decoder.compute().precision());
    return tokens > 0 ? tokens : room.tokens(shape.hidden(), shape.feedForward(), lanes);
  }

  /** Tokens that are read at once: nothing is kept for a way back. */
  int tokensOfReading() {
    return tokens > 0 ? tokens : MOST;
  }
}
