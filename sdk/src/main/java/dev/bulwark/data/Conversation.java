package dev.bulwark.data;

import java.util.List;
import java.util.Optional;

/**
 * A training example: a conversation whose assistant turns are to be learned.
 *
 * @param messages the turns in order, at least one of them the assistant's
 * @param category the risk category (paper §4.2.1), empty where the data names none
 * @param attack the attack style of the prompt, empty for a plain request
 * @param line its line in the file, from 1; 0 where it comes from none
 */
public record Conversation(
    List<Message> messages, Optional<String> category, Optional<String> attack, long line) {

  /** Copies the turns, so that the value can't change. */
  public Conversation {
    messages = List.copyOf(messages);
  }

  /** A conversation without labels. */
  public static Conversation of(Message... messages) {
    return new Conversation(List.of(messages), Optional.empty(), Optional.empty(), 0);
  }
}
