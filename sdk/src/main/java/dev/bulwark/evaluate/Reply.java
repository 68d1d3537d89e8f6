package dev.bulwark.evaluate;

import dev.bulwark.evaluate.Effort.Tokens;
import java.util.Optional;

/**
 * What came back for one prompt.
 *
 * @param text the answer; empty where none came
 * @param filtered whether a filter in front of the model withheld the answer
 * @param tokens tokens read and written for it, where they are known
 */
public record Reply(String text, boolean filtered, Optional<Tokens> tokens) {

  /** An answer of the model itself. */
  public static Reply of(String text) {
    return new Reply(text, false, Optional.empty());
  }

  /** No answer, because a filter withheld it. */
  public static Reply withheld() {
    return new Reply("", true, Optional.empty());
  }

  /** The same with the tokens that it took. */
  public Reply tokens(Tokens counted) {
    return new Reply(text, filtered, Optional.of(counted));
  }
}
