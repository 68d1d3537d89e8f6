package dev.bulwark.evaluate;

/**
 * Results that are missing, torn or contradict themselves: nothing may be concluded from them.
 *
 * <p>The message is whole sentences and names the file and, where there is one, the line.
 */
public final class UnusableResults extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  UnusableResults(String code, String message) {
    super(message);
    this.code = code;
  }

  /** A stable name of the defect, such as {@code RESULTS_MISSING}. */
  public String code() {
    return code;
  }

  /** Whether there are no results at all, rather than bad ones. */
  public boolean nothingThere() {
    return code.equals("RESULTS_MISSING") || code.equals("RESULTS_EMPTY");
  }
}
