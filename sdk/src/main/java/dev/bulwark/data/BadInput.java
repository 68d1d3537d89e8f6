package dev.bulwark.data;

import java.nio.file.Path;

/**
 * Something that the user can mend: a bad line, a missing folder, an unknown setting.
 *
 * <p>The message is one text of three parts, so that every door (SDK, goal, command line) shows the
 * same words: what is wrong, where it is, and what to do about it.
 */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String where;
  private final String remedy;

  /**
   * An error at a place that the user knows.
   *
   * @param what what is wrong, a sentence without its full stop
   * @param where the place: a file, {@code file:line}, or an element of the pom
   * @param remedy what to do, a sentence without its full stop
   */
  public BadInput(String what, String where, String remedy) {
    super("%s (%s). %s.".formatted(what, where, remedy));
    this.what = what;
    this.where = where;
    this.remedy = remedy;
  }

  /** An error in a file or folder as a whole. */
  public static BadInput in(Path file, String what, String remedy) {
    return new BadInput(what, file.toString(), remedy);
  }

  /** An error in one line, counted from 1. */
  public static BadInput at(Path file, long line, String what, String remedy) {
    return new BadInput(what, file + ":" + line, remedy);
  }

  /** What is wrong. */
  public String what() {
    return what;
  }

  /** Where it is. */
  public String where() {
    return where;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
