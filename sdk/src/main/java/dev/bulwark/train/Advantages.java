package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * Generalised advantage estimation (Schulman et al., 2016): {@code delta[t] = r[t] + gamma V[t+1] -
 * V[t]}, {@code A[t] = delta[t] + gamma lambda A[t+1]}, with V and A 0 after the last token of an
 * answer; {@code return = A + V}.
 *
 * @param advantages of each token, {@code [k]}, not whitened
 * @param returns what the critic should have said, {@code [k]}
 */
@SuppressWarnings("ArrayRecordComponent") // one number a token: a list would box them
public record Advantages(double[] advantages, double[] returns) {

  /**
   * The advantages of answers laid one after the other.
   *
   * @param rewards of each token, {@code [k]}
   * @param values the critic's word before each token, {@code [k]}
   * @param lengths tokens of each answer, {@code [sequences]}
   * @param gamma discount, in [0, 1]; not in the paper, 1 is usual
   * @param lambda in [0, 1]; not in the paper, 0.95 is usual
   */
  public static Advantages of(
      double[] rewards, double[] values, int[] lengths, double gamma, double lambda) {
    Lengths.fill(lengths, rewards.length);
    Lengths.same("values", values.length, rewards.length);
    Require.that(gamma >= 0 && gamma <= 1, "gamma", gamma, "in [0, 1]");
    Require.that(lambda >= 0 && lambda <= 1, "lambda", lambda, "in [0, 1]");
    double[] advantages = new double[rewards.length];
    double[] returns = new double[rewards.length];
    int start = 0;
    for (int length : lengths) {
      double value = 0;
      double advantage = 0;
      for (int t = start + length - 1; t >= start; t--) {
        advantage = rewards[t] + gamma * value - values[t] + gamma * lambda * advantage;
        value = values[t];
        advantages[t] = advantage;
        returns[t] = advantage + value;
      }
      start += length;
    }
    return new Advantages(advantages, returns);
  }
}
