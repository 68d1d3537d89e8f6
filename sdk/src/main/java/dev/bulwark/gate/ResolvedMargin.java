package dev.bulwark.gate;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A margin as a baseline's prompts can tell it, settled once and written down where people see it.
 *
 * @param margin the margin; empty where the prompts are too few for any that would be of use
 * @param mde the smallest harm that they show with the gate's power; empty where nothing varied
 * @param source from where the variance is known
 * @param n pairs behind it
 * @param promptsNeeded about how many would do where there is no margin; else empty
 */
public record ResolvedMargin(
    OptionalDouble margin, OptionalDouble mde, Source source, int n, OptionalLong promptsNeeded) {

  /** From where the variance of a comparison is known. */
  public enum Source {
    /** From two runs of the same model. */
    AA_PAIR,
    /** From one run, as if a second one were independent of it: an upper bound. */
    BOUND
  }

  /** One line for people on what the gate can see of a metric. */
  public String words(String metric) {
    String seen =
        mde.isPresent()
            ? "a harm of " + Words.near(mde.getAsDouble(), margin.orElse(0)) + " would show"
            : "nothing varied, so nothing is known about what would show";
    String basis = " (n = " + n + (source == Source.BOUND ? ", one run)" : ", two runs)");
    return margin.isPresent()
        ? metric + ": margin " + Words.given(margin.getAsDouble()) + ", " + seen + basis
        : metric
            + " is reported only: "
            + seen
            + basis
            + ", and about "
            + promptsNeeded.orElse(0)
            + " prompts are needed";
  }

  /** Resolves what was seen to a margin within its range. */
  static ResolvedMargin of(MarginRange range, OptionalDouble mde, Source source, int n) {
    OptionalDouble margin = range.resolve(mde);
    return new ResolvedMargin(
        margin,
        mde,
        source,
        n,
        margin.isPresent() ? OptionalLong.empty() : needed(n, mde.orElse(0), range.cap()));
  }

  /**
   * Holds a margin that somebody wrote against what the prompts show: the number of prompts that it
   * takes, empty where they do, and for a margin of 0, which no number shows.
   *
   * @throws IllegalArgumentException for a margin that is none
   */
  static OptionalLong neededFor(double margin, OptionalDouble mde, int n) {
    if (!(margin >= 0 && margin <= 1)) {
      throw new IllegalArgumentException("margin is " + margin + ", but must be from 0 to 1");
    }
    return isSeen(margin, mde) || margin == 0
        ? OptionalLong.empty()
        : needed(n, mde.orElse(0), margin);
  }

  /**
   * Whether harm of a margin's size would show; nothing is known against it where nothing varied.
   */
  static boolean isSeen(double margin, OptionalDouble mde) {
    return mde.orElse(0) <= margin + Evidence.ROUNDING;
  }

  /** {@code n (mde / size)²}: prompts that would show harm of a size. */
  static OptionalLong needed(int n, double mde, double size) {
    double ratio = mde / size;
    return OptionalLong.of((long) Math.ceil(n * ratio * ratio * (1 - Evidence.ROUNDING)));
  }
}
