package dev.bulwark.evaluate.reward;

import java.util.List;

/**
 * Turns a reward model's raw score into a probability of being safe, {@code sigmoid(scale * score +
 * shift)}.
 *
 * <p>Fitted by maximum likelihood to safety labels: the temperature is {@code 1 / scale} (Guo et
 * al., 2017); with a shift it is Platt's scaling (1999), with his smoothed targets, so that labels
 * which the score separates don't drive the scale to infinity.
 *
 * @param method how it was fitted
 * @param scale factor on the score; at 0 or below the score does not tell safe from unsafe
 * @param shift added after the factor
 * @param labelled answers it was fitted to
 */
public record SafetyProbability(Method method, double scale, double shift, long labelled) {
  private static final int MOST_STEPS = 100;

  /** Ten answers for each of two parameters, of the label that is rarer. */
  private static final int LEAST_LABELS = 20;

  /** How a probability was fitted. */
  public enum Method {
    /** Not at all: too few labels, {@code sigmoid(score)} as it is. */
    NONE,
    /** The scale alone. */
    TEMPERATURE,
    /** Scale and shift. */
    PLATT
  }

  /** {@code sigmoid(score)} as it is. */
  public static final SafetyProbability RAW = new SafetyProbability(Method.NONE, 1, 0, 0);

  /**
   * Fits one to answers with labels; {@link #RAW} with fewer than 20 safe or fewer than 20 unsafe
   * ones, which would tell next to nothing.
   */
  public static SafetyProbability fit(Method method, List<ScoredAnswer> labelled) {
    long safe = labelled.stream().filter(answer -> answer.safe().orElseThrow()).count();
    if (method == Method.NONE || Math.min(safe, labelled.size() - safe) < LEAST_LABELS) {
      return RAW;
    }
    double high = (safe + 1.0) / (safe + 2);
    double low = 1.0 / (labelled.size() - safe + 2);
    SafetyProbability fitted = new SafetyProbability(method, 1, 0, labelled.size());
    double loss = fitted.loss(labelled, high, low);
    for (int i = 0; i < MOST_STEPS; i++) {
      SafetyProbability next = fitted.improved(labelled, high, low, loss);
      double nextLoss = next.loss(labelled, high, low);
      fitted = next;
      if (loss - nextLoss < 1e-12 * labelled.size()) {
        return fitted;
      }
      loss = nextLoss;
    }
    return fitted;
  }

  /** The raw score on the calibrated scale: the logit of {@link #of}. */
  public double logit(double score) {
    return scale * score + shift;
  }

  /** The probability that an answer with that raw score is safe, in [0, 1]. */
  public double of(double score) {
    return 1 / (1 + Math.exp(-logit(score)));
  }

  /** Whether higher scores are safer at all. */
  public boolean tellsSafeFromUnsafe() {
    return scale > 0;
  }

  /** Cross-entropy against the targets, in nats over all answers. */
  private double loss(List<ScoredAnswer> labelled, double high, double low) {
    double loss = 0;
    for (ScoredAnswer answer : labelled) {
      double z = logit(answer.score());
      double target = answer.safe().orElseThrow() ? high : low;
      loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - target * z;
    }
    return loss;
  }

  /** One Newton step, halved until it helps. */
  private SafetyProbability improved(
      List<ScoredAnswer> labelled, double high, double low, double loss) {
    double[] step = step(labelled, high, low);
    for (double size = 1; size > 1e-10; size /= 2) {
      SafetyProbability tried =
          new SafetyProbability(
              method, scale - size * step[0], shift - size * step[1], this.labelled);
      if (tried.loss(labelled, high, low) < loss) {
        return tried;
      }
    }
    return this;
  }

  private double[] step(List<ScoredAnswer> labelled, double high, double low) {
    double[] gradient = new double[2];
    double[] curvature = {1e-9, 0, 1e-9};
    for (ScoredAnswer answer : labelled) {
      double p = of(answer.score());
      double off = p - (answer.safe().orElseThrow() ? high : low);
      double weight = p * (1 - p);
      gradient[0] += off * answer.score();
      gradient[1] += off;
      curvature[0] += weight * answer.score() * answer.score();
      curvature[1] += weight * answer.score();
      curvature[2] += weight;
    }
    if (method == Method.TEMPERATURE) {
      return new double[] {gradient[0] / curvature[0], 0};
    }
    double determinant = curvature[0] * curvature[2] - curvature[1] * curvature[1];
    return new double[] {
      (curvature[2] * gradient[0] - curvature[1] * gradient[1]) / determinant,
      (curvature[0] * gradient[1] - curvature[1] * gradient[0]) / determinant
    };
  }
}
