package dev.bulwark.data;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A training example: a conversation whose assistant turns are to be learned.
 *
 * @param messages the turns in order, at least one of them the assistant's
 * @param unlearned places in {@code messages}, from 0, of turns of the assistant that carry no loss
 *     and are context alone; never all of them
 * @param category the risk category (paper §4.2.1), empty where the data names none
 * @param attack the attack style of the prompt, empty for a plain request
 * @param where its file and line, such as {@code sft.jsonl:7}; empty where it comes from none
 */
public record Conversation(
    List<Message> messages,
    Set<Integer> unlearned,
    Optional<String> category,
    Optional<String> attack,
    String where) {

  /** Copies turns and places, so that the value can't change. */
  public Conversation {
    messages = List.copyOf(messages);
    unlearned = Set.copyOf(unlearned);
  }

  /** A conversation all of whose assistant turns are learned. */
  public Conversation(
      List<Message> messages, Optional<String> category, Optional<String> attack, String where) {
    this(messages, Set.of(), category, attack, where);
  }

  /** A conversation without labels. */
  public static Conversation of(Message... messages) {
    return new Conversation(List.of(messages), Optional.empty(), Optional.empty(), "");
  }

  /** All that is said in it as one text; another conversation that says the same has the same. */
  String said() {
    return said(messages);
  }

  static String said(List<Message> messages) {
    return messages.stream()
        .map(message -> message.role().label() + "\n" + message.content())
        .collect(Collectors.joining("\n\0\n"));
  }
}
