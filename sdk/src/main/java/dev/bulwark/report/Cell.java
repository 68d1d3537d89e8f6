package dev.bulwark.report;

import dev.bulwark.evaluate.ItemResult;
import dev.bulwark.evaluate.Measurement;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.statistics.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A metric of one model on some prompts, as tables show it.
 *
 * @param estimate the mean
 * @param interval its 95 % interval
 * @param n prompts assessed
 */
record Cell(double estimate, Interval interval, int n) {
  private static final double CONFIDENCE = 0.95;

  /** Empty where nothing was assessed. */
  static Optional<Cell> of(Metric metric, List<ItemResult> results) {
    Measurement measured = metric.on(results);
    return measured.assessed() == 0
        ? Optional.empty()
        : Optional.of(
            new Cell(measured.estimate(), measured.interval(CONFIDENCE), measured.assessed()));
  }

  /** Such as {@code 31.0 % (27.1 to 35.2)}. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%.1f %% (%.1f to %.1f)",
        100 * estimate,
        100 * interval.lower(),
        100 * interval.upper());
  }
}
