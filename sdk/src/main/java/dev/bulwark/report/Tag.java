package dev.bulwark.report;

import dev.bulwark.data.Printable;

/**
 * Writes HTML and SVG elements; what goes in as text comes out as text, whatever it holds.
 *
 * <p>Control characters and marks that turn the reading direction are shown as their code, so that
 * hostile text can neither hide nor disguise itself.
 */
final class Tag {
  private final String name;
  private final StringBuilder attributes = new StringBuilder();
  private final StringBuilder content = new StringBuilder();

  private Tag(String name) {
    this.name = name;
  }

  static Tag of(String name) {
    return new Tag(name);
  }

  /** A row of a table: cells of one kind, {@code td} or {@code th}. */
  static Tag row(String cell, String... texts) {
    Tag row = of("tr");
    for (String text : texts) {
      row.add(of(cell).text(text));
    }
    return row;
  }

  Tag with(String attribute, String value) {
    attributes.append(' ').append(attribute).append("=\"").append(escape(value)).append('"');
    return this;
  }

  Tag text(String text) {
    content.append(escape(text));
    return this;
  }

  Tag add(Tag child) {
    content.append(child);
    return this;
  }

  /** Adds text that the page itself wrote, such as its style sheet. */
  Tag own(String raw) {
    content.append(raw);
    return this;
  }

  @Override
  public String toString() {
    return "<" + name + attributes + ">" + content + "</" + name + ">";
  }

  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(codePoint -> append(out, codePoint));
    return out.toString();
  }

  private static void append(StringBuilder out, int codePoint) {
    switch (codePoint) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      case '\n', '\t' -> out.appendCodePoint(codePoint);
      default -> {
        if (Printable.isUnseen(codePoint)) {
          out.append(Printable.code(codePoint));
        } else {
          out.appendCodePoint(codePoint);
        }
      }
    }
  }
}
