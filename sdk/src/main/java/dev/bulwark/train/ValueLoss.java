package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * The critic's loss: {@code max((v - R)², (clip(v, old - c, old + c) - R)²) / 2} a token.
 *
 * @param clip how far a value may move from the one of the rollout, above 0; {@link
 *     Double#POSITIVE_INFINITY} is the plain squared error
 */
public record ValueLoss(double clip) {

  /** Checks the range. */
  public ValueLoss {
    Require.that(clip > 0, "clip", clip, "above 0");
  }

  /**
   * The loss of tokens, by their new values.
   *
   * @param values of the critic that is trained, {@code [k]}
   * @param old values of the rollout, {@code [k]}
   * @param returns targets, {@code [k]}
   * @param shares of {@link TokenMean}, {@code [k]}
   */
  public Critic of(double[] values, double[] old, double[] returns, double... shares) {
    Lengths.same("old", old.length, values.length);
    Lengths.same("returns", returns.length, values.length);
    Lengths.same("shares", shares.length, values.length);
    double value = 0;
    double[] gradient = new double[values.length];
    long clipped = 0;
    for (int i = 0; i < values.length; i++) {
      double free = values[i] - returns[i];
      double near = Math.max(old[i] - clip, Math.min(old[i] + clip, values[i]));
      double held = near - returns[i];
      boolean holds = held * held > free * free;
      value += shares[i] * Math.max(free * free, held * held) / 2;
      gradient[i] = holds ? 0 : shares[i] * free;
      clipped += holds ? 1 : 0;
    }
    return new Critic(new Loss(value, gradient), clipped);
  }

  /**
   * A critic's loss.
   *
   * @param loss value and gradient
   * @param clipped at how many tokens the clip decided
   */
  public record Critic(Loss loss, long clipped) {}
}
