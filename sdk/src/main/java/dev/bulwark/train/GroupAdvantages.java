package dev.bulwark.train;

import dev.bulwark.data.Require;
import java.util.Arrays;

/**
 * Advantages of several answers to the same prompt, without a critic: each against its group (GRPO,
 * Shao et al., 2024; leave-one-out, Ahmadian et al., 2024).
 */
public enum GroupAdvantages {
  /** {@code (r - group mean) / (group deviation + epsilon)}. */
  GROUP,
  /** {@code (r - group mean) / (deviation of all + epsilon)}. */
  BATCH,
  /** {@code r - group mean}. */
  NONE,
  /** {@code r -} mean of the group's others. */
  LEAVE_ONE_OUT;

  /**
   * The advantages.
   *
   * @param rewards of each answer, {@code [prompts][answers]}, 2 answers or more a prompt
   * @param epsilon what keeps equal rewards from dividing by 0, such as 1e-4
   * @return {@code [prompts][answers]}; deviations divide by n - 1
   */
  public double[][] of(double[][] rewards, double epsilon) {
    double all = deviation(Arrays.stream(rewards).flatMapToDouble(Arrays::stream).toArray());
    return Arrays.stream(rewards)
        .map(group -> against(group, scale(group, all, epsilon)))
        .toArray(double[][]::new);
  }

  private double scale(double[] group, double all, double epsilon) {
    Require.that(group.length >= 2, "The number of answers", group.length, "at least 2");
    return switch (this) {
      case GROUP -> 1 / (deviation(group) + epsilon);
      case BATCH -> 1 / (all + epsilon);
      case NONE -> 1;
      // The mean of the others is r less n / (n - 1) times its lead over the mean of all.
      case LEAVE_ONE_OUT -> group.length / (group.length - 1.0);
    };
  }

  private static double[] against(double[] group, double scale) {
    double mean = Whitening.mean(group);
    return Arrays.stream(group).map(reward -> (reward - mean) * scale).toArray();
  }

  private static double deviation(double... values) {
    return Math.sqrt(Whitening.variance(values, 1));
  }
}
