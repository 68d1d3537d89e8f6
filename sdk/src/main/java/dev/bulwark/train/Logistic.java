package dev.bulwark.train;

/** The logistic function and its neighbours, in the forms that neither overflow nor cancel. */
final class Logistic {
  private Logistic() {}

  /** {@code 1 / (1 + e^-x)}, in [0, 1]. */
  static double sigmoid(double x) {
    double small = Math.exp(-Math.abs(x));
    return x >= 0 ? 1 / (1 + small) : small / (1 + small);
  }

  /** {@code ln(1 + e^x)}, 0 or more, which is {@code -ln sigmoid(-x)}. */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** {@code ln(p / (1 - p))}, the inverse of the sigmoid. */
  static double logit(double p) {
    return Math.log(p) - Math.log1p(-p);
  }
}
