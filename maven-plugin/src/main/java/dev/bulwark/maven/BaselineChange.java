package dev.bulwark.maven;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Measurement;
import dev.bulwark.evaluate.Metric;
import dev.bulwark.evaluate.RunHeader;
import dev.bulwark.gate.Baseline;
import dev.bulwark.gate.UnusableBaseline;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a new baseline gives up against the one that is there. Every estimate counts, however small
 * the change: many small steps for the worse add up.
 *
 * @param file the baseline file
 * @param results what is to take its place
 */
record BaselineChange(Path file, Evaluation results) {
  /** Baselines keep six decimals. */
  private static final double ROUNDING = 1e-6;

  /** Why the change needs a reason; empty for a first baseline and for one that is no worse. */
  Optional<String> doubt() {
    Baseline present;
    try {
      present = Baseline.read(file);
    } catch (UnusableBaseline e) {
      return e.code().equals("BASELINE_MISSING")
          ? Optional.empty()
          : Optional.of("The present baseline can't be compared with: " + e.getMessage());
    }
    if (!alike(present.header(), results.header())) {
      return Optional.of(
          "The new results can't be compared with the present baseline, which is of other prompts,"
              + " another judge or other decoding");
    }
    List<String> worse =
        Arrays.stream(Metric.values()).flatMap(metric -> worse(metric, present).stream()).toList();
    return worse.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The new results are worse than the present baseline: " + String.join(", ", worse));
  }

  private static boolean alike(RunHeader was, RunHeader is) {
    return was.suite().equals(is.suite())
        && was.judge().equals(is.judge())
        && was.decoding().equals(is.decoding());
  }

  private Optional<String> worse(Metric metric, Baseline present) {
    Measurement was = metric.on(present.results());
    Measurement is = metric.on(results.results());
    if (was.assessed() == 0) {
      return Optional.empty();
    }
    double harm = (is.estimate() - was.estimate()) * (metric.higherIsBetter() ? -1 : 1);
    // Written so that a value that is no number counts as worse.
    return is.assessed() > 0 && harm <= ROUNDING
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT, "%s %.6f after %.6f", metric.label(), is.estimate(), was.estimate()));
  }
}
