package dev.bulwark.report;

import java.util.Locale;

/** Draws the parts of plots; lengths are in the units of the plot's view box. */
final class Svg {
  private Svg() {}

  /** An empty plot from y = top on, described for those who can't see it. */
  static Tag plot(double top, double width, double height, String label) {
    return Tag.of("svg")
        .with("viewBox", "0 %s %s %s".formatted(number(top), number(width), number(height)))
        .with("role", "img")
        .with("aria-label", label);
  }

  static Tag line(double x1, double y1, double x2, double y2, String kind) {
    return Tag.of("line")
        .with("x1", number(x1))
        .with("y1", number(y1))
        .with("x2", number(x2))
        .with("y2", number(y2))
        .with("class", kind);
  }

  /** Text with its {@code start}, {@code middle} or {@code end} at a place. */
  static Tag text(double x, double y, String anchor, String words) {
    return Tag.of("text")
        .with("x", number(x))
        .with("y", number(y))
        .with("text-anchor", anchor)
        .text(words);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
