package dev.bulwark.model;

/**
 * The shape of a decoder: one description for all families of the Llama kind, which differ in a few
 * traits and not in the way they compute.
 *
 * @param vocabulary number of token ids
 * @param hidden width of the residual stream
 * @param feedForward inner width of the feed-forward block
 * @param layers number of layers
 * @param attention heads and rotary positions
 * @param epsilon added to the mean square in RMS norms
 * @param output what stands at the end
 */
public record DecoderShape(
    int vocabulary,
    int hidden,
    int feedForward,
    int layers,
    Attention attention,
    double epsilon,
    Output output) {

  /** Next to nothing, for kernels that work on no decoder. */
  static final DecoderShape NONE =
      new DecoderShape(1, 1, 1, 0, Attention.plain(1, 1, 2, Rotary.plain(1), 1), 0, Output.TIED);

  /** What stands at the end of a decoder. */
  public enum Output {
    /** The embedding, turned round, gives the logits. */
    TIED,
    /** A matrix of its own gives the logits. */
    OWN,
    /** One row gives a score, and there are no logits: a reward model. */
    SCORE
  }

  /**
   * The attention of every layer.
   *
   * @param heads query heads
   * @param keyValueHeads key and value heads; divides {@code heads}
   * @param headSize width of a head, even
   * @param rotary rotary positions
   * @param window longest sequence the model knows positions for, in tokens
   * @param sliding how far back a token sees
   * @param traits biases and norms of the projections
   */
  public record Attention(
      int heads,
      int keyValueHeads,
      int headSize,
      Rotary rotary,
      int window,
      Sliding sliding,
      Traits traits) {

    /** Attention as in Llama 2: no bias, no norm, every token sees all before it. */
    public static Attention plain(
        int heads, int keyValueHeads, int headSize, Rotary rotary, int window) {
      return new Attention(
          heads, keyValueHeads, headSize, rotary, window, Sliding.NONE, Traits.NONE);
    }
  }

  /**
   * Attention that sees only the nearest tokens, in the layers from one on (Mistral, Qwen).
   *
   * @param window how many tokens are seen, the token itself among them; 0 means all
   * @param fromLayer first layer that is so limited, from 0
   */
  public record Sliding(int window, int fromLayer) {
    /** Every token sees all before it. */
    public static final Sliding NONE = new Sliding(0, 0);
  }

  /**
   * What the projections of the attention carry besides their matrices.
   *
   * @param inputBias whether queries, keys and values have a bias (Qwen2)
   * @param outputBias whether the output has one
   * @param norms whether the heads of queries and keys are RMS-normed before they turn (Qwen3)
   */
  public record Traits(boolean inputBias, boolean outputBias, boolean norms) {
    /** Matrices only. */
    public static final Traits NONE = new Traits(false, false, false);
  }

  /** Rotary frequencies, {@code [headSize / 2]}. */
  float[] frequencies() {
    return attention.rotary().frequencies(attention.headSize());
  }
}
