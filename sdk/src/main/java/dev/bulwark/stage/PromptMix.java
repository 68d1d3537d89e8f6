package dev.bulwark.stage;

import dev.bulwark.data.Require;

/**
 * Which prompts a policy answers. Adversarial are those of the kind {@code harmful}: for them
 * safety alone decides.
 *
 * @param adversarial whether these are among them; false leaves them out, as in the paper's
 *     comparison (§4.2.3, Figure 14)
 * @param adversarialShare share of an iteration's prompts that are adversarial, in [0, 1); 0, the
 *     default, takes prompts as the files mix them
 * @param heldOut share of the prompts that is never learned from, in [0, 1); what the policy
 *     answers to them decides which of its states is kept. 0 by default
 */
public record PromptMix(boolean adversarial, double adversarialShare, double heldOut) {

  /** Checks the ranges. */
  public PromptMix {
    Require.that(
        adversarialShare >= 0 && adversarialShare < 1,
        "adversarialShare",
        adversarialShare,
        "in [0, 1)");
    Require.that(heldOut >= 0 && heldOut < 1, "heldOut", heldOut, "in [0, 1)");
  }

  /** All prompts as the files mix them; nothing is held out. */
  public static PromptMix defaults() {
    return new PromptMix(true, 0, 0);
  }

  /** With adversarial prompts, or without. */
  public PromptMix adversarial(boolean among) {
    return new PromptMix(among, adversarialShare, heldOut);
  }

  /** With another share of prompts that are never learned from, in [0, 1). */
  public PromptMix heldOut(double share) {
    return new PromptMix(adversarial, adversarialShare, share);
  }
}
