package dev.bulwark.train;

import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import java.util.ArrayList;
import java.util.List;

/**
 * Two answers to one prompt as direct preference optimisation learns from them, and what the
 * reference made of them.
 *
 * @param chosen prompt and preferred answer; the answer's tokens count, its end token among them
 * @param rejected prompt and the other answer
 * @param referenceChosen ln of the probability that the reference gives to the chosen answer; NaN
 *     where it was not asked yet
 * @param referenceRejected the same of the other answer
 */
public record DpoPair(
    Encoded chosen, Encoded rejected, double referenceChosen, double referenceRejected) {

  /** A pair that no reference has seen: training on it stops at once, because its loss is NaN. */
  public static DpoPair of(Encoded chosen, Encoded rejected) {
    return new DpoPair(chosen, rejected, Double.NaN, Double.NaN);
  }

  /**
   * The pairs with the word of a reference on them.
   *
   * @param reference the policy before it learns, so that no second model need be in memory
   */
  public static List<DpoPair> seenBy(Decoder reference, List<DpoPair> pairs) {
    double[] logs = DpoObjective.logProbabilities(reference, pairs, DpoObjective.TOKENS);
    List<DpoPair> seen = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      DpoPair pair = pairs.get(i);
      seen.add(new DpoPair(pair.chosen, pair.rejected, logs[2 * i], logs[2 * i + 1]));
    }
    return seen;
  }

  /** Tokens of both. */
  public int length() {
    return chosen.length() + rejected.length();
  }

  /** Tokens that are worked on: those that both begin with once. */
  int work() {
    return length() - chosen.inCommonWith(rejected);
  }
}
