package dev.bulwark.train;

import dev.bulwark.data.Require;
import dev.bulwark.model.DecoderShape;

/**
 * What training keeps in memory at once. None of it changes the loss, only its rounding.
 *
 * @param tokens tokens of a micro-batch, from 1; a longer sample is one by itself. 0, the default,
 *     takes as many as keep the activations of a layer near the processor's cache
 * @param recompute whether activations are computed again on the way back instead of being kept: a
 *     third more work, a fraction of the memory. Off by default
 */
public record Memory(int tokens, boolean recompute) {
  private static final long LAYER_BYTES = 16L << 20;
  private static final int FEWEST = 256;
  private static final int MOST = 2048;

  /** Checks the range. */
  public Memory {
    Require.that(tokens >= 0, "tokens", tokens, "0 or more");
  }

  /** As many tokens as suit the model, activations kept. */
  public static Memory auto() {
    return new Memory(0, false);
  }

  /** Tokens of a micro-batch for a model of this shape. */
  int tokensFor(DecoderShape shape) {
    if (tokens > 0) {
      return tokens;
    }
    long each = 4L * (4L * shape.hidden() + 2L * shape.feedForward());
    return (int) Math.max(FEWEST, Math.min(MOST, LAYER_BYTES / each));
  }
}
