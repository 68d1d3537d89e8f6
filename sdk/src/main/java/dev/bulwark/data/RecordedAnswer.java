package dev.bulwark.data;

import java.util.List;
import java.util.Optional;

/**
 * What some model answered to a prompt, as a line of a file says. At least one of {@code id} and
 * {@code prompt} is there.
 *
 * @param id the prompt's name in its suite
 * @param prompt the turns that were answered; empty where the line names none
 * @param answers one for each turn that was to be answered, at least one, in order
 * @param place where it stands, such as {@code answers.jsonl:4}
 */
public record RecordedAnswer(
    Optional<String> id, List<Message> prompt, List<String> answers, String place) {

  /** Copies both lists, so that the value can't change. */
  public RecordedAnswer {
    prompt = List.copyOf(prompt);
    answers = List.copyOf(answers);
  }
}
