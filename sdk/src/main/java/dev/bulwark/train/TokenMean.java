package dev.bulwark.train;

import java.util.Arrays;

/**
 * What a mean over the tokens of several answers is.
 *
 * <p>Only tokens that the policy chose are ever handed to the losses of this room, laid one answer
 * after the other: padding and prompts can't enter a mean, because they are not there.
 */
public enum TokenMean {
  /** All tokens count alike; long answers weigh more. */
  OVER_TOKENS,
  /** All answers count alike; a token of a long answer weighs less. */
  OVER_SEQUENCES;

  /** The share of each token where these answers are the whole batch. */
  public double[] shares(int... lengths) {
    return shares(lengths, Arrays.stream(lengths).sum(), lengths.length);
  }

  /**
   * The share of each token in a batch of which these answers are a part.
   *
   * @param lengths tokens of each answer, {@code [sequences]}
   * @param tokens all tokens of the batch
   * @param sequences all answers of the batch
   * @return {@code [k]}; the shares of a whole batch add up to 1
   */
  public double[] shares(int[] lengths, long tokens, long sequences) {
    double[] shares = new double[Arrays.stream(lengths).sum()];
    int at = 0;
    for (int length : lengths) {
      double share = this == OVER_TOKENS ? 1.0 / tokens : 1.0 / length / sequences;
      Arrays.fill(shares, at, at + length, share);
      at += length;
    }
    return shares;
  }
}
