package dev.bulwark.train;

/** What is known of an answer's safety. */
public enum SafetyLabel {
  /** Annotators found it safe. */
  SAFE,
  /** Annotators found it unsafe. */
  UNSAFE,
  /** Nobody said. */
  UNKNOWN
}
