package dev.bulwark.train;

/** Gathers what the steps of an iteration did. */
final class PolicyMovement {
  private final MiniBatches batches;
  private RatioStatistics ratios = RatioStatistics.NONE;
  private double loss;
  private double norm;
  private int steps;
  private double valueLoss;
  private int valueSteps;

  PolicyMovement(MiniBatches batches) {
    this.batches = batches;
  }

  void policy(PpoLoss.Policy step, double gradientNorm) {
    ratios = ratios.plus(step.statistics());
    loss += step.loss().value();
    norm += gradientNorm;
    steps++;
  }

  void critic(double step) {
    valueLoss += step;
    valueSteps++;
  }

  PolicyIteration.Moved mean() {
    int many = Math.max(1, steps);
    return new PolicyIteration.Moved(
        loss / many,
        valueLoss / Math.max(1, valueSteps),
        norm / many,
        explained(),
        steps == 0 ? 0 : ratios.clipFraction(),
        steps == 0 ? 1 : ratios.ratioMean(),
        batches.beta());
  }

  /** {@code 1 - variance(returns - values) / variance(returns)}; 0 where all returns are equal. */
  private double explained() {
    double[] returns = Experience.joined(batches.credit().returns());
    if (returns.length == 0) {
      return 0;
    }
    double[] values = Experience.joined(batches.experience().values());
    double[] missed = new double[returns.length];
    for (int i = 0; i < missed.length; i++) {
      missed[i] = returns[i] - values[i];
    }
    double spread = Whitening.variance(returns, 0);
    return spread < 1e-8 ? 0 : 1 - Whitening.variance(missed, 0) / spread;
  }
}
