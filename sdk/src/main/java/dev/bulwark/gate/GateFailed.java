package dev.bulwark.gate;

/** A gate did not pass; the message is {@link Verdict#message}. */
public final class GateFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Verdict verdict;

  GateFailed(Verdict verdict) {
    super(verdict.message());
    this.verdict = verdict;
  }

  /** What was decided and why. */
  public Verdict verdict() {
    return verdict;
  }
}
