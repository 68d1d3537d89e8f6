package dev.bulwark.evaluate.statistics;

import dev.bulwark.data.Require;

/**
 * Newcombe's interval of the difference of two rates measured on the same prompts (Newcombe 1998,
 * method 10): Wilson's limits of both rates, joined with the correlation that the pairs show.
 *
 * @param bothBad prompts that were bad and are bad
 * @param newlyBad prompts that were good and are bad
 * @param newlyGood prompts that were bad and are good
 * @param neither prompts that were good and are good
 */
public record NewcombePaired(int bothBad, int newlyBad, int newlyGood, int neither) {

  /** Checks the counts. */
  public NewcombePaired {
    Require.that(
        Math.min(Math.min(bothBad, newlyBad), Math.min(newlyGood, neither)) >= 0
            && (long) bothBad + newlyBad + newlyGood + neither > 0,
        "counts",
        bothBad + ", " + newlyBad + ", " + newlyGood + ", " + neither,
        "at least 0 and not all 0");
  }

  /** The rate now minus the rate before: positive when now is worse. */
  public double estimate() {
    return (newlyBad - newlyGood) / n();
  }

  /** The correlation of before and now, with Newcombe's correction for few prompts. */
  public double phi() {
    double product = (double) bothBad * neither - (double) newlyBad * newlyGood;
    double numerator = product > 0 ? Math.max(product - n() / 2, 0) : product;
    double margins = (double) now() * (newlyGood + neither) * was() * (newlyBad + neither);
    return margins == 0 ? 0 : numerator / Math.sqrt(margins);
  }

  /** The interval that covers the difference with that confidence. */
  public Interval twoSided(double confidence) {
    return interval(
        Wilson.twoSided(now(), n(), confidence), Wilson.twoSided(was(), n(), confidence));
  }

  /** Two one-sided bounds, each of which holds with that confidence. */
  public Interval oneSided(double confidence) {
    return interval(
        Wilson.oneSided(now(), n(), confidence), Wilson.oneSided(was(), n(), confidence));
  }

  private Interval interval(Interval now, Interval was) {
    double isNow = now() / n();
    double wasThen = was() / n();
    double below = joined(isNow - now.lower(), was.upper() - wasThen);
    double above = joined(wasThen - was.lower(), now.upper() - isNow);
    return new Interval(Math.max(-1, estimate() - below), Math.min(1, estimate() + above));
  }

  private double joined(double one, double other) {
    return Math.sqrt(Math.max(0, one * one - 2 * phi() * one * other + other * other));
  }

  private int now() {
    return bothBad + newlyBad;
  }

  private int was() {
    return bothBad + newlyGood;
  }

  private double n() {
    return (double) bothBad + newlyBad + newlyGood + neither;
  }
}
