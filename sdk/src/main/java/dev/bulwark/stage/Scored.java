package dev.bulwark.stage;

import dev.bulwark.data.Message;
import java.util.List;

/**
 * An answer that is to be scored.
 *
 * @param prompt the turns up to the answer; the last is the user's
 * @param answer what was answered, maybe empty
 * @param safetyTagged whether the prompt is one of those that provoke unsafe answers, so that
 *     safety alone decides (paper §3.2.3)
 */
public record Scored(List<Message> prompt, String answer, boolean safetyTagged) {

  /** Copies the turns, so that the value can't change. */
  public Scored {
    prompt = List.copyOf(prompt);
  }

  /** Prompt and answer as one conversation. */
  public List<Message> conversation() {
    return Message.answered(prompt, answer);
  }
}
