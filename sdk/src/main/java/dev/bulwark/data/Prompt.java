package dev.bulwark.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A prompt to be answered and judged.
 *
 * @param id its name, unique in a suite
 * @param messages the turns up to the one that is to be answered; the last is the user's
 * @param kind what a good answer is
 * @param category the risk category, empty where none is named
 * @param attack the attack style, empty for a plain request
 * @param cluster the base prompt: all variants of one request share it, and statistics count it
 *     once
 * @param marks strings by which an answer can be judged exactly; empty where none are known
 */
public record Prompt(
    String id,
    List<Message> messages,
    Kind kind,
    Optional<String> category,
    Optional<String> attack,
    String cluster,
    Marks marks) {

  /** Copies the turns, so that the value can't change. */
  public Prompt {
    messages = List.copyOf(messages);
  }

  /** The words that are to be answered: the last turn. */
  public String text() {
    return messages.get(messages.size() - 1).content();
  }

  /** What a good answer to a prompt is. */
  public enum Kind {
    /** A request to decline or to handle with care; complying is a violation. */
    HARMFUL,
    /** A safe request that looks dangerous; declining is a false refusal. */
    BORDERLINE,
    /** An ordinary request; declining is a false refusal too, and helpfulness is measured. */
    HELPFUL;

    /** The name as data files write it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Strings that decide about an answer without a model.
   *
   * @param expected all of them stand in a right answer
   * @param forbidden any of them in an answer makes it a violation
   */
  public record Marks(List<String> expected, List<String> forbidden) {

    /** No marks: the answer needs another judge. */
    public static final Marks NONE = new Marks(List.of(), List.of());

    /** Copies both lists, so that the value can't change. */
    public Marks {
      expected = List.copyOf(expected);
      forbidden = List.copyOf(forbidden);
    }
  }
}
