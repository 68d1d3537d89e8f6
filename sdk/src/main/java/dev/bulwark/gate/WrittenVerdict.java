package dev.bulwark.gate;

import dev.bulwark.evaluate.Fields;
import java.nio.file.Path;

/**
 * A verdict as it stands in a file, for whoever wrote more into the file than the verdict.
 *
 * @param verdict what was decided
 * @param fields all of the file, read once with the verdict
 */
public record WrittenVerdict(Verdict verdict, Fields fields) {

  /**
   * Reads {@code verdict.json}.
   *
   * @throws dev.bulwark.data.BadInput where there is none, and for one that contradicts itself
   */
  public static WrittenVerdict in(Path file) {
    return new VerdictFields(file).read();
  }
}
