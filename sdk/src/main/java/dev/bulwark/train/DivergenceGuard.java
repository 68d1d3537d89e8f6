package dev.bulwark.train;

/**
 * Stops a run whose loss climbs for good: its moving mean is more than twice the lowest mean so far
 * and has risen by more than one nat.
 */
public final class DivergenceGuard {
  private static final double MEMORY = 0.9;
  private static final int FIRST_STEPS = 20;

  private DivergenceGuard() {}

  /**
   * What the guard remembers.
   *
   * @param steps losses seen
   * @param mean moving mean of the loss
   * @param lowest its lowest value since there were enough steps
   */
  public record State(long steps, double mean, double lowest) {
    /** Nothing seen. */
    static final State START = new State(0, 0, Double.MAX_VALUE);

    /** After one more loss. */
    State after(double loss) {
      double next = steps == 0 ? loss : MEMORY * mean + (1 - MEMORY) * loss;
      boolean known = steps + 1 >= FIRST_STEPS;
      return new State(steps + 1, next, known ? Math.min(lowest, next) : lowest);
    }

    /** Whether it climbs for good. */
    boolean diverges() {
      return steps >= FIRST_STEPS && mean > 2 * lowest && mean > lowest + 1;
    }
  }
}
