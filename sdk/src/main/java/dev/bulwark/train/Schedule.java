package dev.bulwark.train;

/**
 * The learning rate of each step: linear warm-up, then the form that was chosen (paper §3.1).
 *
 * <p>Step {@code s} of {@code n}, counted from 0, with {@code w} warm-up steps: below {@code w} the
 * rate is {@code peak * (s + 1) / w}, so that the first step already learns. After that, with
 * {@code t = (s - w) / (n - w)}, a cosine gives {@code floor + (peak - floor) * (1 + cos(pi * t)) /
 * 2} and a line {@code floor + (peak - floor) * (1 - t)}; the floor is approached, not reached.
 *
 * @param kind the form after the warm-up
 * @param peak highest rate
 * @param floor lowest rate
 * @param warmup warm-up steps
 * @param steps all steps
 */
record Schedule(ScheduleShape.Kind kind, double peak, double floor, long warmup, long steps) {
  private static final double ROUNDING = 1e-9;

  static Schedule of(Optimisation optimisation, long steps) {
    double peak = optimisation.learningRate();
    ScheduleShape shape = optimisation.schedule();
    long share = (long) Math.ceil(shape.warmup() * steps - ROUNDING);
    return new Schedule(
        shape.kind(), peak, peak * shape.floor(), Math.max(share, shape.warmupSteps()), steps);
  }

  double rate(long step) {
    if (step < warmup) {
      return peak * (step + 1) / warmup;
    }
    double share = (double) (step - warmup) / Math.max(1, steps - warmup);
    return switch (kind) {
      case COSINE -> floor + (peak - floor) * (1 + Math.cos(Math.PI * share)) / 2;
      case LINEAR -> floor + (peak - floor) * (1 - share);
      case CONSTANT -> peak;
    };
  }
}
