package dev.bulwark.data;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param content what is said, as written
 */
public record Message(Role role, String content) {

  /** A turn of the person. */
  public static Message user(String content) {
    return new Message(Role.USER, content);
  }

  /** A turn of the model. */
  public static Message assistant(String content) {
    return new Message(Role.ASSISTANT, content);
  }
}
