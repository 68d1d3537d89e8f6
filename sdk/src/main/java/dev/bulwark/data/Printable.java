package dev.bulwark.data;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text from data and messages as it may go to a terminal, a build log or an error.
 *
 * <p>What can't be seen is shown as its code, such as {@code [U+001B]}: a line break in a category
 * would otherwise write log lines of its own, and an escape sequence would colour or erase them.
 *
 * <p>What a build server would take for a command is broken by a blank. They read the log: GitHub
 * Actions, Azure Pipelines and TeamCity obey <code>##[name]</code>, <code>##vso[name]</code> and
 * <code>##teamcity[name]</code> anywhere in a line, and GitHub {@code ::name::} at its beginning.
 */
public final class Printable {
  private static final int JOINER = 0x200D;
  private static final Pattern COMMAND =
      Pattern.compile("##(?=[a-zA-Z]*\\[)|^\\s*:(?=:)", Pattern.UNICODE_CHARACTER_CLASS);

  private Printable() {}

  /** The text as one line; line breaks are shown as their codes too. */
  public static String line(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            codePoint -> {
              if (isUnseen(codePoint)) {
                out.append(code(codePoint));
              } else {
                out.appendCodePoint(codePoint);
              }
            });
    return COMMAND.matcher(out).replaceAll("$0 ");
  }

  /** The text with its line breaks, every line after the first one indented. */
  public static String indented(String text) {
    return text.lines().map(Printable::line).collect(Collectors.joining("\n  "));
  }

  /** Whether a character leaves no mark of its own, or turns the reading direction. */
  public static boolean isUnseen(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.FORMAT -> codePoint != JOINER;
      default -> (codePoint & 0xFFFE) == 0xFFFE;
    };
  }

  /** Such as {@code [U+202E]}. */
  public static String code(int codePoint) {
    return String.format(Locale.ROOT, "[U+%04X]", codePoint);
  }
}
