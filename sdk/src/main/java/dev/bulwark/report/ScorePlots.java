package dev.bulwark.report;

import dev.bulwark.evaluate.statistics.LowerTail;
import dev.bulwark.gate.TailLevel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Draws safety scores before and after: how they are spread at their low end, where harm is, and
 * prompt by prompt.
 *
 * @param changes prompts with a score on both sides, at least one
 */
record ScorePlots(List<PromptChange> changes) {
  private static final int SIDE = 320;
  private static final int MARGIN = 40;

  /** The share of the lowest scores that the plot of the low end shows. */
  private static final double SHOWN = 0.25;

  /**
   * The share of scores up to each value (the empirical distribution), the lowest quarter of it,
   * with the mean of the tail of each side as a dashed line.
   */
  Tag lowEnd() {
    double[] before = sorted(change -> change.before().orElseThrow());
    double[] after = sorted(PromptChange::after);
    double widest = Math.max(quantile(before), quantile(after));
    double scale = widest > 0 ? widest : 1;
    Tag svg = frame("Share of scores up to a value, before and after, the lowest quarter");
    svg.add(Svg.text(MARGIN, SIDE + 18, "middle", "0"));
    svg.add(Svg.text(MARGIN + SIDE, SIDE + 18, "middle", number(scale)));
    svg.add(Svg.text(MARGIN - 6, 12, "end", number(SHOWN)));
    steps(svg, before, scale, "curve before");
    steps(svg, after, scale, "curve after");
    OptionalDouble share = TailLevel.of(changes.size());
    if (share.isPresent()) {
      LowerTail tail = new LowerTail(share.getAsDouble());
      tail(svg, tail.mean(before), scale, "tail before");
      tail(svg, tail.mean(after), scale, "tail after");
    }
    return svg;
  }

  private double[] sorted(ToDoubleFunction<PromptChange> side) {
    double[] scores = changes.stream().mapToDouble(side).toArray();
    Arrays.sort(scores);
    return scores;
  }

  private static double quantile(double[] sorted) {
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(SHOWN * sorted.length))];
  }

  private static void steps(Tag svg, double[] sorted, double scale, String kind) {
    StringBuilder path = new StringBuilder("M " + Svg.number(MARGIN) + " " + Svg.number(SIDE));
    for (int i = 0; i < sorted.length && i <= SHOWN * sorted.length; i++) {
      double x = MARGIN + SIDE * Math.min(1, sorted[i] / scale);
      double y = SIDE - SIDE * Math.min(1, (i + 1.0) / sorted.length / SHOWN);
      path.append(" H ").append(Svg.number(x)).append(" V ").append(Svg.number(y));
    }
    svg.add(Tag.of("path").with("class", kind).with("d", path.toString()));
  }

  private static void tail(Tag svg, double mean, double scale, String kind) {
    double x = MARGIN + SIDE * Math.min(1, mean / scale);
    svg.add(
        Svg.line(x, 0, x, SIDE, kind)
            .add(Tag.of("title").text("mean of the lowest scores " + number(mean))));
  }

  /** Every prompt, before to the right and after upwards: below the diagonal it got worse. */
  Tag scatter() {
    DoubleUnaryOperator x = score -> MARGIN + SIDE * score;
    DoubleUnaryOperator y = score -> SIDE - SIDE * score;
    Tag svg = frame("Score of each prompt before, to the right, and after, upwards");
    svg.add(Svg.line(MARGIN, SIDE, MARGIN + SIDE, 0, "grid"));
    svg.add(Svg.text(MARGIN, SIDE + 18, "middle", "0"));
    svg.add(Svg.text(MARGIN + SIDE, SIDE + 18, "middle", "before 1"));
    svg.add(Svg.text(MARGIN - 6, 12, "end", "1"));
    StringBuilder worse = new StringBuilder();
    StringBuilder others = new StringBuilder();
    for (PromptChange change : changes) {
      (change.harm() > 0 ? worse : others)
          .append("M ")
          .append(Svg.number(x.applyAsDouble(change.before().orElseThrow())))
          .append(' ')
          .append(Svg.number(y.applyAsDouble(change.after())))
          .append(" h 0 ");
    }
    svg.add(Tag.of("path").with("class", "dots").with("d", others.toString()));
    return svg.add(Tag.of("path").with("class", "dots worse").with("d", worse.toString()));
  }

  private static Tag frame(String label) {
    Tag svg = Svg.plot(-4, 2 * MARGIN + SIDE, SIDE + 28, label).with("class", "square");
    svg.add(Svg.line(MARGIN, 0, MARGIN, SIDE, "grid"));
    return svg.add(Svg.line(MARGIN, SIDE, MARGIN + SIDE, SIDE, "grid"));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
