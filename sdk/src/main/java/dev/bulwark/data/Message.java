package dev.bulwark.data;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param content what is said, as written
 */
public record Message(Role role, String content) {
  private static final Pattern UNSEEN =
      Pattern.compile("[\\s\\p{Z}\\p{C}\\p{M}\\u115F\\u1160\\u2800\\u3164\\uFFA0]*");

  /** A turn of the person. */
  public static Message user(String content) {
    return new Message(Role.USER, content);
  }

  /** A turn of the model. */
  public static Message assistant(String content) {
    return new Message(Role.ASSISTANT, content);
  }

  /** A conversation with one more turn, the model's. */
  public static List<Message> answered(List<Message> conversation, String answer) {
    return Stream.concat(conversation.stream(), Stream.of(assistant(answer))).toList();
  }

  /**
   * Whether a text holds anything that can be seen: blanks, controls and formats don't show, nor do
   * the fillers that Unicode counts among letters and symbols, nor accents without a letter.
   */
  public static boolean isVisible(String text) {
    return !UNSEEN.matcher(text).matches();
  }
}
