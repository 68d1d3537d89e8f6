package dev.bulwark.train;

import dev.bulwark.data.Require;
import java.util.List;

/**
 * What becomes of the scores of a batch's answers before they are rewards (paper §3.2.3).
 *
 * @param whiten whether they are brought to unit spread; the paper does
 * @param whitening how
 * @param clip largest absolute score after that, above 0
 * @param missingEnd what an answer loses that was cut off before its end token, in [0, 1000000)
 */
public record ScoreShape(boolean whiten, Whitening whitening, double clip, double missingEnd) {

  /** Checks the ranges. */
  public ScoreShape {
    Require.that(clip > 0, "clip", clip, "above 0");
    Require.that(missingEnd >= 0 && missingEnd < 1e6, "missingEnd", missingEnd, "in [0, 1000000)");
  }

  /** Whitened as in the paper; the clip of 10 and the penalty of 1 are ours. */
  public static ScoreShape whitened() {
    return new ScoreShape(true, Whitening.MEAN_REMOVED_UNBIASED, 10, 1);
  }

  /** As they are, but for the penalty. */
  public static ScoreShape plain() {
    return new ScoreShape(false, Whitening.MEAN_REMOVED_UNBIASED, 10, 1);
  }

  /** The shaped scores of answers, {@code [answers]}. */
  double[] of(double[] scores, List<Rollout> answers) {
    double[] even = whiten ? whitening.of(scores) : scores.clone();
    TokenRewards rewards = new TokenRewards(0, missingEnd, clip);
    for (int i = 0; i < even.length; i++) {
      even[i] = rewards.score(even[i], answers.get(i).ended());
    }
    return even;
  }
}
