package dev.bulwark.report;

import dev.bulwark.report.BeforeAfter.Row;
import java.util.List;
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
        Svg.plot(0, LABEL + SCALE + 30, height, "Rates before and after, with 95 % intervals");
    for (int tick = 0; tick <= 100; tick += 25) {
      double x = LABEL + SCALE * tick / 100.0;
      svg.add(Svg.line(x, 0, x, height - 18, "grid"));
      svg.add(Svg.text(x, height - 4, "middle", tick + " %"));
    }
    for (int i = 0; i < rows.size(); i++) {
      double top = ROW * i + 6;
      svg.add(Svg.text(LABEL - 8, top + 20, "end", rows.get(i).label()));
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
            .with("x", Svg.number(LABEL))
            .with("y", Svg.number(top))
            .with("width", Svg.number(SCALE * cell.estimate()))
            .with("height", "13")
            .add(Tag.of("title").text(kind + ": " + cell.text())));
    double y = top + 6.5;
    svg.add(
        Svg.line(
            LABEL + SCALE * cell.interval().lower(),
            y,
            LABEL + SCALE * cell.interval().upper(),
            y,
            "interval"));
  }
}
