package dev.bulwark.report;

import dev.bulwark.evaluate.reward.Reliability;
import dev.bulwark.evaluate.reward.ScoreHistogram;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Draws how a reward model's scores spread and whether they mean what they say, as SVG. */
final class RewardPlots {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 160;
  private static final int MARGIN = 24;

  private RewardPlots() {}

  static Tag histogram(ScoreHistogram histogram) {
    long most =
        Stream.concat(histogram.chosen().stream(), histogram.rejected().stream())
            .mapToLong(Long::longValue)
            .max()
            .orElse(1);
    Tag svg = svg("Scores of chosen and of rejected answers");
    columns(svg, histogram.rejected(), most, "rejected");
    columns(svg, histogram.chosen(), most, "chosen");
    List<Double> edges = histogram.edges();
    for (int i = 0; i < edges.size(); i += 5) {
      double x = MARGIN + (double) i * (WIDTH - 2 * MARGIN) / (edges.size() - 1);
      svg.add(text(x, HEIGHT + MARGIN, String.format(Locale.ROOT, "%.1f", edges.get(i))));
    }
    return svg;
  }

  private static void columns(Tag svg, List<Long> counts, long most, String kind) {
    double width = (double) (WIDTH - 2 * MARGIN) / counts.size();
    for (int i = 0; i < counts.size(); i++) {
      double height = (double) HEIGHT * counts.get(i) / most;
      svg.add(
          Tag.of("rect")
              .with("class", kind)
              .with("x", Svg.number(MARGIN + i * width))
              .with("y", Svg.number(HEIGHT - height))
              .with("width", Svg.number(width))
              .with("height", Svg.number(height))
              .add(Tag.of("title").text(counts.get(i) + " " + kind)));
    }
  }

  /** Share that is safe, upwards, by probability of being safe, to the right. */
  static Tag reliability(Reliability reliability) {
    Tag svg = svg("Share of answers that are safe, by their probability of being safe");
    svg.add(Svg.line(x(0), y(0), x(1), y(1), "grid"));
    for (Reliability.Bin bin : reliability.bins()) {
      double safe = bin.safe().rate().orElse(0);
      svg.add(
          Tag.of("circle")
              .with("class", "point")
              .with("cx", Svg.number(x(bin.probability())))
              .with("cy", Svg.number(y(safe)))
              .with("r", "5")
              .add(
                  Tag.of("title")
                      .text(
                          String.format(
                              Locale.ROOT,
                              "%.2f: %.2f of %d",
                              bin.probability(),
                              safe,
                              bin.safe().n()))));
    }
    svg.add(text(x(0), HEIGHT + MARGIN, "0"));
    return svg.add(text(x(1), HEIGHT + MARGIN, "1"));
  }

  private static double x(double share) {
    return MARGIN + share * (WIDTH - 2 * MARGIN);
  }

  private static double y(double share) {
    return HEIGHT - share * HEIGHT;
  }

  private static Tag svg(String label) {
    return Svg.plot(-8, WIDTH, HEIGHT + MARGIN + 16, label);
  }

  private static Tag text(double x, double y, String words) {
    return Svg.text(x, y, "middle", words);
  }
}
