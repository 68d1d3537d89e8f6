package dev.bulwark.text;

/** Which of the assistant's turns in a conversation are learned. */
public enum LearnedTurns {
  /** Every one of them. */
  ALL,
  /** The last one: those before are context, as a prompt is. */
  LAST
}
