package dev.bulwark.evaluate;

/** A call to a model gave nothing to work with. The message names no key and no prompt. */
public final class CallFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String kind;

  /**
   * A failed call.
   *
   * @param kind a word for its kind, such as {@code TIMEOUT} or {@code HTTP_500}; rows of results
   *     bear it
   * @param message what happened
   */
  public CallFailed(String kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** The word for its kind. */
  public String kind() {
    return kind;
  }
}
