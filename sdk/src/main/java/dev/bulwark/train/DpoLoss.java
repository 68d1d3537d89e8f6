package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * Direct preference optimisation (Rafailov et al., 2023; Azar et al., 2024): learns from pairs
 * without a reward model. Not in the paper; a cheap alternative to it.
 *
 * <p>{@code h} is by how much more the policy prefers the chosen answer than the reference does:
 * {@code (policy - reference)} log-probability of the chosen answer less that of the rejected one.
 *
 * @param form which function of h
 * @param beta how strongly the policy is held at the reference, in (0, 1000000)
 * @param smoothing share of pairs that are taken to be the wrong way round, in [0, 0.5); {@link
 *     Form#SIGMOID} only
 */
public record DpoLoss(Form form, double beta, double smoothing) {

  /** The function of h that is minimised. */
  public enum Form {
    /** {@code -(1 - s) ln sigmoid(beta h) - s ln sigmoid(-beta h)}. */
    SIGMOID,
    /** {@code (h - 1 / (2 beta))²}, log-probabilities summed over an answer. */
    IPO,
    /** The same, log-probabilities averaged over an answer. */
    IPO_PER_TOKEN
  }

  /** Checks the ranges. */
  public DpoLoss {
    Require.that(beta > 0 && beta < 1e6, "beta", beta, "in (0, 1000000)");
    Require.that(smoothing >= 0 && smoothing < 0.5, "smoothing", smoothing, "in [0, 0.5)");
    Require.that(
        smoothing == 0 || form == Form.SIGMOID, "smoothing", smoothing, "0 with the form " + form);
  }

  /**
   * The loss of a batch, by the policy's log-probabilities.
   *
   * @param policy log-probabilities of chosen and rejected answer in turn, each the sum over its
   *     tokens, {@code [2 * pairs]}
   * @param reference the same of the reference, {@code [2 * pairs]}
   * @param lengths tokens of each answer, {@code [2 * pairs]}
   */
  public Loss of(double[] policy, double[] reference, int... lengths) {
    return of(policy, reference, lengths, policy.length / 2);
  }

  /** The loss of a part of a batch that has so many pairs in all. */
  public Loss of(double[] policy, double[] reference, int[] lengths, long pairs) {
    Require.that(policy.length % 2 == 0, "The length of policy", policy.length, "even");
    Lengths.same("reference", reference.length, policy.length);
    Lengths.same("lengths", lengths.length, policy.length);
    double value = 0;
    double[] gradient = new double[policy.length];
    for (int chosen = 0; chosen < policy.length; chosen += 2) {
      int rejected = chosen + 1;
      double up = scale(lengths[chosen]);
      double down = scale(lengths[rejected]);
      double h =
          up * (policy[chosen] - reference[chosen])
              - down * (policy[rejected] - reference[rejected]);
      value += at(h) / pairs;
      gradient[chosen] = slope(h) * up / pairs;
      gradient[rejected] = -slope(h) * down / pairs;
    }
    return new Loss(value, gradient);
  }

  /** What the policy's preference is worth as a reward: {@code beta (policy - reference)}. */
  public double reward(double policy, double reference) {
    return beta * (policy - reference);
  }

  private double scale(int length) {
    return form == Form.IPO_PER_TOKEN ? 1.0 / length : 1;
  }

  private double at(double h) {
    double off = h - 1 / (2 * beta);
    return form == Form.SIGMOID
        ? (1 - smoothing) * Logistic.softplus(-beta * h) + smoothing * Logistic.softplus(beta * h)
        : off * off;
  }

  private double slope(double h) {
    return form == Form.SIGMOID
        ? beta * (Logistic.sigmoid(beta * h) - 1 + smoothing)
        : 2 * (h - 1 / (2 * beta));
  }
}
