package dev.bulwark.train;

import dev.bulwark.text.Encoded;

/**
 * Two answers to one prompt, as a reward model learns from them.
 *
 * @param chosen prompt and preferred answer, up to its end token
 * @param rejected prompt and the other answer
 * @param margin lead that the chosen answer's score must have
 * @param chosenSafe what is known of the chosen answer's safety
 * @param rejectedSafe what is known of the other's
 */
public record PreferencePair(
    Encoded chosen,
    Encoded rejected,
    double margin,
    SafetyLabel chosenSafe,
    SafetyLabel rejectedSafe) {

  /** Tokens that are worked on: those that both begin with once. */
  int work() {
    return length() - chosen.inCommonWith(rejected);
  }

  /** Tokens of both. */
  public int length() {
    return chosen.length() + rejected.length();
  }
}
