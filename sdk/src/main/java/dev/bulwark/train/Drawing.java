package dev.bulwark.train;

import dev.bulwark.data.Require;

/**
 * How many answers an iteration draws, by pure sampling at temperature 1: whatever cuts a
 * distribution would make its divergence from the reference meaningless.
 *
 * @param prompts prompts of an iteration, from 1
 * @param answers answers to each of them, from 1
 * @param longest most tokens of an answer, from 1; the model's window may make it shorter
 */
public record Drawing(int prompts, int answers, int longest) {

  /** Checks the ranges. */
  public Drawing {
    Require.that(prompts >= 1, "prompts", prompts, "at least 1");
    Require.that(answers >= 1, "answers", answers, "at least 1");
    Require.that(longest >= 1, "longest", longest, "at least 1");
  }

  /** With that many prompts an iteration, from 1. */
  public Drawing prompts(int other) {
    return new Drawing(other, answers, longest);
  }

  /** With that many answers to each prompt, from 1. */
  public Drawing answers(int other) {
    return new Drawing(prompts, other, longest);
  }

  /** With that many tokens an answer at most, from 1. */
  public Drawing longest(int other) {
    return new Drawing(prompts, answers, other);
  }
}
