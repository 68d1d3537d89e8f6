package dev.bulwark.evaluate;

/**
 * What came back for one prompt.
 *
 * @param text the answer; empty where none came
 * @param filtered whether a filter in front of the model withheld the answer
 */
public record Reply(String text, boolean filtered) {

  /** An answer of the model itself. */
  public static Reply of(String text) {
    return new Reply(text, false);
  }

  /** No answer, because a filter withheld it. */
  public static Reply withheld() {
    return new Reply("", true);
  }
}
