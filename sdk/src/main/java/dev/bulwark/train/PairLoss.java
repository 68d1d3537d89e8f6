package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * Ranking loss of a reward model (paper §3.2.2): {@code -ln sigmoid(chosen - rejected - margin)},
 * with an optional term that holds scores near 0.
 *
 * <p>The ranking loss sees differences only, so scores may drift together; {@code centring *
 * (chosen + rejected)²} a pair holds them (Eisenstein et al., 2023; not in the paper).
 *
 * @param centring weight of that term, in [0, 1000000); 0 is the paper's
 */
public record PairLoss(double centring) {

  /** Checks the weight. */
  public PairLoss {
    Require.that(centring >= 0 && centring < 1e6, "centring", centring, "in [0, 1000000)");
  }

  /**
   * The loss of a batch.
   *
   * @param scores of chosen and rejected answer in turn, {@code [2 * pairs]}
   * @param margins lead that the chosen answer must have, {@code [pairs]}
   */
  public Loss of(double[] scores, double... margins) {
    return of(scores, margins, margins.length);
  }

  /** The loss of a part of a batch that has so many pairs in all. */
  public Loss of(double[] scores, double[] margins, long pairs) {
    Lengths.same("scores", scores.length, 2 * margins.length);
    double value = 0;
    double[] gradient = new double[scores.length];
    for (int i = 0; i < margins.length; i++) {
      double chosen = scores[2 * i];
      double rejected = scores[2 * i + 1];
      double behind = margins[i] + rejected - chosen;
      double both = chosen + rejected;
      double push = Logistic.sigmoid(behind);
      value += (Logistic.softplus(behind) + centring * both * both) / pairs;
      gradient[2 * i] = (2 * centring * both - push) / pairs;
      gradient[2 * i + 1] = (2 * centring * both + push) / pairs;
    }
    return new Loss(value, gradient);
  }
}
