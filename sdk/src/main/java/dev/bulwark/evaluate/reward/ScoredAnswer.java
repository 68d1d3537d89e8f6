package dev.bulwark.evaluate.reward;

import java.util.Optional;

/**
 * An answer and what a reward model said of it.
 *
 * @param score the raw score
 * @param length tokens of prompt and answer
 * @param safe whether annotators found it safe; empty where nobody said
 */
public record ScoredAnswer(double score, int length, Optional<Boolean> safe) {}
