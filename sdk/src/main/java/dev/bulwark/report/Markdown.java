package dev.bulwark.report;

import dev.bulwark.data.Printable;
import java.util.List;

/**
 * Writes Markdown as GitHub reads it. Text from data stays text: what could be markup, a mention,
 * an image or a link becomes a character reference, which no reader takes for anything but a
 * character.
 */
final class Markdown {
  private static final String MARKUP = "\\`*_{}[]<>#|~!&@^$:";

  private Markdown() {}

  /** The text on one line. */
  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    Printable.line(text)
        .codePoints()
        .forEach(
            codePoint -> {
              if (MARKUP.indexOf(codePoint) >= 0) {
                out.append("&#").append(codePoint).append(';');
              } else {
                out.appendCodePoint(codePoint);
              }
            });
    return out.toString().replaceAll("(?i)\\b(www)\\.", "$1&#46;");
  }

  /** A row of a table. */
  static String row(List<String> cells) {
    return cells.stream().map(Markdown::text).reduce("|", (row, cell) -> row + " " + cell + " |");
  }

  /** The line under a table's head. */
  static String rule(int columns) {
    return "|" + " --- |".repeat(columns);
  }
}
