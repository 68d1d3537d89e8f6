package dev.bulwark.data;

import java.util.List;
import java.util.Optional;

/**
 * Two answers to one prompt, of which people preferred one (paper §3.2.1): what reward models learn
 * from.
 *
 * @param prompt the turns up to the answer; the last is the user's
 * @param chosen the answer that was preferred
 * @param rejected the other one
 * @param labels what else is known about the pair
 * @param where its file and line, such as {@code pairs.jsonl:7}; empty where it comes from none
 */
public record Preference(
    List<Message> prompt, String chosen, String rejected, Labels labels, String where) {

  /** Copies the turns, so that the value can't change. */
  public Preference {
    prompt = List.copyOf(prompt);
  }

  /** The prompt and the answer that was preferred. */
  public List<Message> withChosen() {
    return with(chosen);
  }

  /** The prompt and the answer that was not. */
  public List<Message> withRejected() {
    return with(rejected);
  }

  private List<Message> with(String answer) {
    return Message.answered(prompt, answer);
  }

  /**
   * What may be known about a pair.
   *
   * @param rating how much better the chosen answer is
   * @param chosenSafe whether the chosen answer is safe
   * @param rejectedSafe whether the rejected answer is safe
   * @param category the risk category
   */
  public record Labels(
      Optional<Rating> rating,
      Optional<Boolean> chosenSafe,
      Optional<Boolean> rejectedSafe,
      Optional<String> category) {

    /** Nothing is known. */
    public static final Labels NONE =
        new Labels(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** With how much better the chosen answer is. */
    public Labels rating(Rating better) {
      return new Labels(Optional.of(better), chosenSafe, rejectedSafe, category);
    }

    /** With whether the two answers are safe. */
    public Labels safe(boolean chosen, boolean rejected) {
      return new Labels(rating, Optional.of(chosen), Optional.of(rejected), category);
    }
  }

  /** The pairs that the paper drops: the unsafe answer was preferred to the safe one. */
  boolean prefersUnsafe() {
    return labels.chosenSafe().equals(Optional.of(false))
        && labels.rejectedSafe().equals(Optional.of(true));
  }
}
