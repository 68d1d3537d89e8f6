package dev.bulwark.report;

import dev.bulwark.report.BeforeAfter.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Draws rows of two bars each with their intervals, as SVG. */
final class Bars {
  private static final int LABEL = 250;
  private static final int SCALE = 400;
  private static final int ROW = 44;

  private Bars() {}

  static Tag of(List<Row> rows) {
    int height = ROW * rows.size() + 24;
    Tag svg =
        Tag.of("svg")
            .with("viewBox", "0 0 " + (LABEL + SCALE + 30) + " " + height)
            .with("role", "img")
            .with("aria-label", "Rates before and after, with 95 % intervals");
    for (int tick = 0; tick <= 100; tick += 25) {
      String x = number(LABEL + SCALE * tick / 100.0);
      svg.add(line(x, "0", x, number(height - 18), "grid"));
      svg.add(text(x, number(height - 4), "middle", tick + " %"));
    }
    for (int i = 0; i < rows.size(); i++) {
      double top = ROW * i + 6;
      svg.add(text(number(LABEL - 8), number(top + 20), "end", rows.get(i).label()));
      bar(svg, rows.get(i).before(), top, "before");
      bar(svg, rows.get(i).after(), top + 15, "after");
    }
    return svg;
  }

  private static void bar(Tag svg, Optional<Cell> shown, double top, String kind) {
    if (shown.isEmpty()) {
      return;
    }
    Cell cell = shown.get();
    svg.add(
        Tag.of("rect")
            .with("class", kind)
            .with("x", number(LABEL))
            .with("y", number(top))
            .with("width", number(SCALE * cell.estimate()))
            .with("height", "13")
            .add(Tag.of("title").text(kind + ": " + cell.text())));
    String y = number(top + 6.5);
    svg.add(
        line(
            number(LABEL + SCALE * cell.interval().lower()),
            y,
            number(LABEL + SCALE * cell.interval().upper()),
            y,
            "interval"));
  }

  private static Tag line(String x1, String y1, String x2, String y2, String kind) {
    return Tag.of("line")
        .with("x1", x1)
        .with("y1", y1)
        .with("x2", x2)
        .with("y2", y2)
        .with("class", kind);
  }

  private static Tag text(String x, String y, String anchor, String words) {
    return Tag.of("text").with("x", x).with("y", y).with("text-anchor", anchor).text(words);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
