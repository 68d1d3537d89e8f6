package dev.bulwark.report;

import dev.bulwark.gate.Finding;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Shows what each comparison could see: the harm found with its bounds, the margin, and the
 * smallest harm that would have been found (MDE), one line each.
 *
 * @param findings comparisons with a baseline, at least one
 */
record EvidencePanel(List<Finding> findings) {
  private static final int LABEL = 250;
  private static final int SCALE = 400;
  private static final int ROW = 30;

  /** Those of a verdict's findings that it can show. */
  static List<Finding> comparisons(List<Finding> findings) {
    return findings.stream()
        .filter(one -> one.numbers().containsKey("margin") && one.numbers().containsKey("upper"))
        .toList();
  }

  Tag table() {
    Tag table =
        Tag.of("table")
            .add(
                Page.row(
                    "th",
                    "metric",
                    "harm",
                    "bounds",
                    "margin",
                    "MDE",
                    "n",
                    "clusters",
                    "worse",
                    "better",
                    "p (Holm)"));
    for (Finding one : findings) {
      table.add(
          Page.row(
              "td",
              one.metric(),
              share(one, "estimate"),
              share(one, "lower") + " to " + share(one, "upper"),
              share(one, "margin"),
              share(one, "mde"),
              count(one, "n"),
              count(one, "clusters"),
              count(one, "newlyBad"),
              count(one, "newlyGood"),
              share(one, "pHolm")));
    }
    return table;
  }

  private static String share(Finding finding, String name) {
    Double value = finding.numbers().get(name);
    return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String count(Finding finding, String name) {
    Double value = finding.numbers().get(name);
    return value == null ? "-" : String.format(Locale.ROOT, "%.0f", value);
  }

  Tag plot() {
    double height = ROW * findings.size() + 24.0;
    Tag svg = Svg.plot(0, LABEL + SCALE + 40, height, "Harm with bounds, margin and MDE");
    double least = least();
    double most = most();
    axis(svg, 0, least, most, height);
    axis(svg, most, least, most, height);
    for (int i = 0; i < findings.size(); i++) {
      Finding one = findings.get(i);
      double y = ROW * i + 14.0;
      svg.add(Svg.text(LABEL - 8, y + 4, "end", one.metric()));
      svg.add(
          Svg.line(
              x(value(one, "lower"), least, most),
              y,
              x(value(one, "upper"), least, most),
              y,
              "interval"));
      svg.add(
          Tag.of("circle")
              .with("class", one.status().name())
              .with("cx", Svg.number(x(value(one, "estimate"), least, most)))
              .with("cy", Svg.number(y))
              .with("r", "5")
              .add(Tag.of("title").text(one.message())));
      mark(svg, x(value(one, "margin"), least, most), y, "margin");
      if (one.numbers().containsKey("mde")) {
        mark(svg, x(value(one, "mde"), least, most), y, "mde");
      }
    }
    return svg;
  }

  private static void mark(Tag svg, double x, double y, String kind) {
    svg.add(Svg.line(x, y - 9, x, y + 9, kind).add(Tag.of("title").text(kind)));
  }

  private static void axis(Tag svg, double at, double least, double most, double height) {
    double x = x(at, least, most);
    svg.add(Svg.line(x, 0, x, height - 18, "grid"));
    svg.add(Svg.text(x, height - 4, "middle", String.format(Locale.ROOT, "%.2f", at)));
  }

  private double least() {
    return Math.min(0, all("lower", "estimate").min().orElse(0));
  }

  private double most() {
    return Math.max(0.01, all("upper", "margin", "mde", "estimate").max().orElse(0));
  }

  private DoubleStream all(String... names) {
    return findings.stream()
        .flatMap(one -> Stream.of(names).map(name -> one.numbers().getOrDefault(name, 0.0)))
        .mapToDouble(Double::doubleValue)
        .filter(Double::isFinite);
  }

  private static double value(Finding finding, String name) {
    double value = finding.numbers().getOrDefault(name, 0.0);
    return Double.isFinite(value) ? value : 0;
  }

  private static double x(double value, double least, double most) {
    return LABEL + SCALE * (value - least) / (most - least);
  }
}
