package dev.bulwark.train;

/**
 * How far a policy has moved from the one that drew the answers, over tokens. Parts of a batch add
 * up.
 *
 * @param tokens how many
 * @param clipped of how many the clip decided
 * @param ratioSum sum of {@code new / old} probabilities
 * @param ratioMax largest of them
 * @param k1Sum sum of {@code ln old - ln new}
 * @param squareSum sum of its squares
 * @param k3Sum sum of {@code ratio - 1 - ln ratio}
 */
public record RatioStatistics(
    long tokens,
    long clipped,
    double ratioSum,
    double ratioMax,
    double k1Sum,
    double squareSum,
    double k3Sum) {
  /** Of no tokens. */
  public static final RatioStatistics NONE = new RatioStatistics(0, 0, 0, 0, 0, 0, 0);

  /** Of one token, at which the log-probability rose by that. */
  static RatioStatistics of(double rise, boolean clipped) {
    double ratio = Math.exp(rise);
    return new RatioStatistics(
        1, clipped ? 1 : 0, ratio, ratio, -rise, rise * rise, Math.expm1(rise) - rise);
  }

  /** Of these tokens and others. */
  public RatioStatistics plus(RatioStatistics other) {
    return new RatioStatistics(
        tokens + other.tokens,
        clipped + other.clipped,
        ratioSum + other.ratioSum,
        Math.max(ratioMax, other.ratioMax),
        k1Sum + other.k1Sum,
        squareSum + other.squareSum,
        k3Sum + other.k3Sum);
  }

  /** Share of the tokens at which the clip decided, in [0, 1]. */
  public double clipFraction() {
    return (double) clipped / tokens;
  }

  /** Mean of {@code new / old} probabilities; near 1 while all is well. */
  public double ratioMean() {
    return ratioSum / tokens;
  }

  /** Mean of {@code ln old - ln new}, in nats. */
  public double klK1() {
    return k1Sum / tokens;
  }

  /** Half the mean of its squares, in nats: what PPO implementations call the approximate KL. */
  public double klHalfSquared() {
    return squareSum / tokens / 2;
  }

  /** Mean of {@code ratio - 1 - ln ratio}, in nats; never negative. */
  public double klK3() {
    return k3Sum / tokens;
  }
}
