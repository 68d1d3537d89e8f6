package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;

/** How far several judges agree beyond chance, each subject judged equally often (Fleiss 1971). */
public final class FleissKappa {
  private FleissKappa() {}

  /**
   * Reckons kappa.
   *
   * @param counts how many judges gave a subject a label, {@code [subjects, labels]}; equal row
   *     sums of at least 2
   * @throws IllegalArgumentException where all chose one label, so that chance agrees too
   */
  public static double of(double[][] counts) {
    Require.that(counts.length > 0, "subjects", counts.length, "at least 1");
    double judges = sum(counts[0]);
    double[] shares = new double[counts[0].length];
    double agreement = 0;
    for (double[] subject : counts) {
      Require.that(sum(subject) == judges && judges >= 2, "judges", sum(subject), "equal, from 2");
      double squares = 0;
      for (int label = 0; label < subject.length; label++) {
        shares[label] += subject[label] / (judges * counts.length);
        squares += subject[label] * subject[label];
      }
      agreement += (squares - judges) / (judges * (judges - 1)) / counts.length;
    }
    double chance = 0;
    for (double share : shares) {
      chance += share * share;
    }
    Require.that(chance < 1, "chance agreement", chance, "below 1");
    return (agreement - chance) / (1 - chance);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
