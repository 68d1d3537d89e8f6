package dev.bulwark.maven;

import dev.bulwark.data.BadInput;
import java.util.ArrayList;
import java.util.List;

/** Files that could not be written: a build fails for them, but tells its verdict all the same. */
final class Unwritten {
  private final List<BadInput> reasons = new ArrayList<>();

  /** Writes a file, or keeps the reason why it could not be written. */
  void attempt(Runnable write) {
    try {
      write.run();
    } catch (BadInput e) {
      reasons.add(e);
    }
  }

  /** One reason a file. */
  List<BadInput> reasons() {
    return List.copyOf(reasons);
  }

  /**
   * Fails where there is one.
   *
   * @throws BadInput the first
   */
  void orThrow() {
    if (!reasons.isEmpty()) {
      throw reasons.get(0);
    }
  }
}
