package dev.bulwark.maven;

/** A forked JVM ended without having done its job, for a reason that is not the user's input. */
final class ForkFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForkFailed(String message) {
    super(message);
  }
}
