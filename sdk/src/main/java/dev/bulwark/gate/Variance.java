package dev.bulwark.gate;

import dev.bulwark.evaluate.statistics.DetectableChange;
import dev.bulwark.evaluate.statistics.LowerTail;
import dev.bulwark.evaluate.statistics.PairedScores;
import java.util.OptionalDouble;

/**
 * What a comparison on some prompts would see, judged by two runs of the same model. Two runs that
 * do not differ at all say nothing about a changed model; then one run decides, as if a second were
 * independent of it.
 *
 * @param mde the smallest harm that would be seen; empty where nothing varied
 * @param spread the share of pairs that change, or the standard error of the difference
 * @param source whether two runs or one are behind it
 * @param n pairs
 */
record Variance(OptionalDouble mde, double spread, ResolvedMargin.Source source, int n) {

  /** Of a rate without variants: by the share of pairs that changed, or {@code 2 p (1 - p)}. */
  static Variance ofCounts(Pairing pairing, DetectableChange change) {
    return ofCounts(
        pairing.newlyBad() + pairing.newlyGood(),
        pairing.before() * pairing.items(),
        pairing.items(),
        change);
  }

  static Variance ofCounts(double changed, double bad, int n, DetectableChange change) {
    double rate = bad / n;
    double psi = changed > 0 ? changed / n : 2 * rate * (1 - rate);
    return new Variance(change.of(psi * n, n), psi, source(changed > 0), n);
  }

  /** Of a mean: by the clustered standard error of the difference, or sqrt(2) times one run's. */
  static Variance ofMean(PairedScores pair, int n, DetectableChange change) {
    double error = pair.meanError();
    return of(error > 0, error > 0 ? error : Math.sqrt(2) * pair.ofBefore().meanError(), n, change);
  }

  /** Of the mean of the lowest scores, likewise. */
  static Variance ofTail(PairedScores pair, LowerTail tail, DetectableChange change) {
    double error = pair.tailError(tail);
    return of(
        error > 0,
        error > 0 ? error : Math.sqrt(2) * pair.ofBefore().tailError(tail),
        pair.items(),
        change);
  }

  private static Variance of(boolean pair, double error, int n, DetectableChange change) {
    return new Variance(OptionalDouble.of(change.of(error)), error, source(pair), n);
  }

  private static ResolvedMargin.Source source(boolean pair) {
    return pair ? ResolvedMargin.Source.AA_PAIR : ResolvedMargin.Source.BOUND;
  }

  ResolvedMargin margin(MarginRange range) {
    return ResolvedMargin.of(range, mde, source, n);
  }
}
