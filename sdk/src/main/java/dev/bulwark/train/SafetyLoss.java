package dev.bulwark.train;

import dev.bulwark.data.Require;
import java.util.List;

/**
 * Auxiliary safety loss of the safety reward model (paper A.3.3): binary cross-entropy of {@code
 * sigmoid(score)} against each answer's own safety label.
 *
 * <p>The paper publishes its effect (table 28), but neither formula nor weight; this form is ours.
 * Answers without a label don't count.
 *
 * @param safe weight of safe answers, in [0, 1000000)
 * @param unsafe weight of unsafe answers, in [0, 1000000)
 */
public record SafetyLoss(double safe, double unsafe) {

  /** Checks the weights. */
  public SafetyLoss {
    Require.that(safe >= 0 && safe < 1e6, "safe", safe, "in [0, 1000000)");
    Require.that(unsafe >= 0 && unsafe < 1e6, "unsafe", unsafe, "in [0, 1000000)");
  }

  /** How many labels say something. */
  public static long labelled(List<SafetyLabel> labels) {
    return labels.stream().filter(label -> label != SafetyLabel.UNKNOWN).count();
  }

  /** The loss of a batch: scores {@code [k]}, labels {@code [k]}. */
  public Loss of(double[] scores, List<SafetyLabel> labels) {
    return of(scores, labels, labelled(labels));
  }

  /** The loss of a part of a batch that has so many labelled answers in all. */
  public Loss of(double[] scores, List<SafetyLabel> labels, long labelled) {
    Lengths.same("labels", labels.size(), scores.length);
    double value = 0;
    double[] gradient = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      switch (labels.get(i)) {
        case SAFE -> {
          value += safe * Logistic.softplus(-scores[i]) / labelled;
          gradient[i] = -safe * Logistic.sigmoid(-scores[i]) / labelled;
        }
        case UNSAFE -> {
          value += unsafe * Logistic.softplus(scores[i]) / labelled;
          gradient[i] = unsafe * Logistic.sigmoid(scores[i]) / labelled;
        }
        case UNKNOWN -> {}
      }
    }
    return new Loss(value, gradient);
  }
}
