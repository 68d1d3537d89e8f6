package dev.bulwark.gate;

/** A baseline file that is missing or can't be read; the message is whole sentences. */
public final class UnusableBaseline extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  UnusableBaseline(String code, String message) {
    super(message);
    this.code = code;
  }

  /** A stable name of the defect, such as {@code BASELINE_MISSING}. */
  public String code() {
    return code;
  }

  /**
   * A baseline of another form is there, but can't be compared with. Only where no file is, there
   * is none: a build that does without one must not do without one that someone broke.
   */
  Status status() {
    return switch (code) {
      case "SCHEMA_MISMATCH" -> Status.INCOMPARABLE;
      case "BASELINE_MISSING" -> Status.NO_BASELINE;
      default -> Status.ERROR;
    };
  }
}
