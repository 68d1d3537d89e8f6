package dev.bulwark.train;

import java.util.List;
import java.util.Locale;

/** Training stopped before its end, and why. The weights are those of the last good step. */
public final class TrainingStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why it stopped. */
  public enum Reason {
    /** The thread was interrupted. */
    INTERRUPTED,
    /** A loss or gradient was NaN or infinite. */
    NOT_FINITE,
    /** The loss climbed for good. */
    DIVERGED,
    /** A policy left the bounds within which its rewards mean something. */
    UNHEALTHY,
    /** Log-probabilities were not those of the policy that drew the answers. */
    NOT_ITS_OWN
  }

  private TrainingStopped(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static TrainingStopped interrupted(long step) {
    return new TrainingStopped(
        Reason.INTERRUPTED, "The training was interrupted after step " + step);
  }

  static TrainingStopped notFinite(long step, double loss, double norm, List<String> samples) {
    return new TrainingStopped(
        Reason.NOT_FINITE,
        "step %d has the loss %s and the gradient norm %s; its batch is %s"
            .formatted(step, loss, norm, listed(samples)));
  }

  static TrainingStopped diverged(long step, DivergenceGuard.State state) {
    return new TrainingStopped(
        Reason.DIVERGED,
        "at step %d the moving mean of the loss is %.3f, but was %.3f before"
            .formatted(step, state.mean(), state.lowest()));
  }

  static TrainingStopped unhealthy(long iteration, String what, double value, String bound) {
    return new TrainingStopped(
        Reason.UNHEALTHY,
        String.format(
            Locale.ROOT,
            "at iteration %d %s is %.4g, but must be %s",
            iteration,
            what,
            value,
            bound));
  }

  static TrainingStopped notItsOwn(long iteration, double furthest, double tolerance) {
    return new TrainingStopped(
        Reason.NOT_ITS_OWN,
        String.format(
            Locale.ROOT,
            "at iteration %d a ratio of probabilities is %.3g from 1 before the first step, but"
                + " must be within %.3g",
            iteration,
            furthest,
            tolerance));
  }

  private static String listed(List<String> samples) {
    int shown = Math.min(8, samples.size());
    String more = samples.size() > shown ? " and %d more".formatted(samples.size() - shown) : "";
    return String.join(", ", samples.subList(0, shown)) + more;
  }

  /** Why it stopped. */
  public Reason reason() {
    return reason;
  }
}
