package dev.bulwark.train;

/**
 * What a pure loss gives: its value and how it changes with each of the numbers it was given.
 *
 * <p>The numbers are log-probabilities or scores that a kernel computed; the gradient goes back
 * through that kernel. Where a batch is computed in parts, the parts' losses add up, because each
 * divides by the whole batch.
 *
 * @param value the loss
 * @param gradient derivative of the value by each number, {@code [k]}
 */
@SuppressWarnings("ArrayRecordComponent") // handed to the engine as it is
public record Loss(double value, double[] gradient) {

  /** This loss plus another of the same numbers, taken so many times. */
  public Loss plus(double times, Loss other) {
    Lengths.same("the other gradient", other.gradient.length, gradient.length);
    double[] sum = gradient.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += times * other.gradient[i];
    }
    return new Loss(value + times * other.value, sum);
  }
}
