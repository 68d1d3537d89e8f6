package dev.bulwark.model;

/**
 * The shape of a Llama decoder.
 *
 * @param vocabulary number of token ids
 * @param hidden width of the residual stream
 * @param feedForward inner width of the feed-forward block
 * @param layers number of layers
 * @param attention heads and rotary positions
 * @param epsilon added to the mean square in RMS norms
 * @param tied whether the output head is the embedding
 */
public record DecoderShape(
    int vocabulary,
    int hidden,
    int feedForward,
    int layers,
    Attention attention,
    double epsilon,
    boolean tied) {

  /**
   * The attention of every layer.
   *
   * @param heads query heads
   * @param keyValueHeads key and value heads; divides {@code heads}
   * @param headSize width of a head, even
   * @param theta base of the rotary frequencies
   * @param window longest sequence the model knows positions for, in tokens
   */
  public record Attention(int heads, int keyValueHeads, int headSize, double theta, int window) {}

  /** Rotary frequencies {@code theta^(-2i/headSize)}, {@code [headSize / 2]}. */
  float[] frequencies() {
    float[] frequencies = new float[attention.headSize() / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) Math.pow(attention.theta(), -2.0 * i / attention.headSize());
    }
    return frequencies;
  }
}
