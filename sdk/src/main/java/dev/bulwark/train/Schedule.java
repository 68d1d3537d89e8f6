package dev.bulwark.train;

/**
 * Cosine schedule with linear warm-up (paper §3.1).
 *
 * <p>Step {@code s} of {@code n}, counted from 0, with {@code w} warm-up steps: below {@code w} the
 * rate is {@code peak * (s + 1) / w}; after that {@code floor + (peak - floor) * (1 + cos(pi * (s -
 * w) / (n - w))) / 2}. The first step thus already learns, and the floor is approached, not
 * reached.
 *
 * @param peak highest rate
 * @param floor lowest rate of the cosine
 * @param warmup warm-up steps
 * @param steps all steps
 */
record Schedule(double peak, double floor, long warmup, long steps) {

  static Schedule of(Optimisation optimisation, long steps) {
    double peak = optimisation.learningRate();
    return new Schedule(
        peak, peak * optimisation.floor(), Math.round(optimisation.warmup() * steps), steps);
  }

  double rate(long step) {
    if (step < warmup) {
      return peak * (step + 1) / warmup;
    }
    double share = (double) (step - warmup) / Math.max(1, steps - warmup);
    return floor + (peak - floor) * (1 + Math.cos(Math.PI * share)) / 2;
  }
}
