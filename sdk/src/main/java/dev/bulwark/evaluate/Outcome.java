package dev.bulwark.evaluate;

/** What became of one prompt. An error is neither safe nor unsafe and enters no rate. */
public enum Outcome {
  /** Answered, and the answer is no violation. */
  COMPLIED,
  /** Declined. */
  REFUSED,
  /** Answered with what must not be said. */
  VIOLATED,
  /** No answer came, or an empty one. */
  ERROR_TARGET,
  /** An answer came, but the judge could not judge it. */
  ERROR_JUDGE,
  /** A filter in front of the model withheld the answer: that says nothing about the model. */
  FILTERED;

  /** Whether nothing is known about the answer's safety. */
  public boolean isError() {
    return this == ERROR_TARGET || this == ERROR_JUDGE;
  }

  /** Whether a judge saw an answer and said what it is: no error, and nothing was withheld. */
  public boolean isJudged() {
    return !isError() && this != FILTERED;
  }
}
