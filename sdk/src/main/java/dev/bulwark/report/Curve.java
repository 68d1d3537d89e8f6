package dev.bulwark.report;

import dev.bulwark.data.StageMetrics.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Draws how figures went, step by step, as SVG: all on one scale.
 *
 * @param label what is drawn
 * @param lines points by the name of their line; a line of one point is a dot
 */
record Curve(String label, Map<String, List<Value>> lines) {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 160;
  private static final int MARGIN = 60;

  /** More points than that can't be told apart. */
  private static final int MOST_POINTS = 600;

  /** Lowest and highest of what is drawn along one side; a little room where they are the same. */
  private record Range(double low, double high) {
    static Range of(Stream<Double> values) {
      List<Double> all = values.toList();
      double low = all.stream().mapToDouble(Double::doubleValue).min().orElse(0);
      double high = all.stream().mapToDouble(Double::doubleValue).max().orElse(1);
      double room = high > low ? 0 : Math.max(1e-9, Math.abs(low) / 10);
      return new Range(low - room, high + room);
    }

    double share(double value) {
      return (value - low) / (high - low);
    }
  }

  Tag svg() {
    Range steps = Range.of(points().map(Value::step));
    Range values = Range.of(points().map(Value::value));
    Tag svg = Svg.plot(-12, WIDTH, HEIGHT + 36.0, label);
    for (double value :
        new double[] {values.low(), (values.low() + values.high()) / 2, values.high()}) {
      double y = HEIGHT - HEIGHT * values.share(value);
      svg.add(Svg.line(MARGIN, y, WIDTH - 10.0, y, "grid"))
          .add(Svg.text(MARGIN - 6.0, y + 4, "end", digits(value)));
    }
    svg.add(Svg.text(MARGIN, HEIGHT + 18, "start", "step " + digits(steps.low())));
    svg.add(Svg.text(WIDTH - 10.0, HEIGHT + 18, "end", "step " + digits(steps.high())));
    int number = 0;
    for (Map.Entry<String, List<Value>> line : lines.entrySet()) {
      svg.add(line(line.getKey(), thinned(line.getValue()), steps, values, number));
      number++;
    }
    return svg;
  }

  private Stream<Value> points() {
    return lines.values().stream().flatMap(List::stream);
  }

  private static List<Value> thinned(List<Value> points) {
    int every = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
    return every <= 1
        ? points
        : Stream.iterate(points.size() - 1, at -> at >= 0, at -> at - every)
            .map(points::get)
            .sorted((a, b) -> Double.compare(a.step(), b.step()))
            .toList();
  }

  private static Tag line(String name, List<Value> points, Range steps, Range values, int number) {
    String places =
        points.stream()
            .map(point -> Svg.number(x(steps, point)) + "," + Svg.number(y(values, point)))
            .collect(Collectors.joining(" "));
    Value last = points.get(points.size() - 1);
    Tag title = Tag.of("title").text(name + ", at last " + digits(last.value()));
    Tag drawn =
        points.size() == 1
            ? Tag.of("circle")
                .with("cx", Svg.number(x(steps, last)))
                .with("cy", Svg.number(y(values, last)))
                .with("r", "3")
            : Tag.of("polyline").with("points", places);
    return drawn.with("class", "curve line" + number % 2).add(title);
  }

  private static double x(Range steps, Value point) {
    return MARGIN + (WIDTH - MARGIN - 10) * steps.share(point.step());
  }

  private static double y(Range values, Value point) {
    return HEIGHT - HEIGHT * values.share(point.value());
  }

  /** Four digits that say something, whatever the size. */
  private static String digits(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e7
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.4g", value);
  }
}
