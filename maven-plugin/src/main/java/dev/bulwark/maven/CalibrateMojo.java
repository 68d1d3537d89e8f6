package dev.bulwark.maven;

import dev.bulwark.cli.Places;
import dev.bulwark.data.BadInput;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.statistics.Interval;
import dev.bulwark.gate.Baseline;
import dev.bulwark.gate.Calibration;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes a baseline of 40 runs or more of the same model, each two of which are a pair, and notes in
 * it how often the gate fails a model that has not changed, and how often the judge says the same
 * twice. Runs by hand only, as {@code baseline} does.
 *
 * @since 0.1.0
 */
@Mojo(name = "calibrate", threadSafe = true)
@SuppressWarnings("NullAway.Init")
public class CalibrateMojo extends BaselineGoal {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.calibrate.skip", defaultValue = "false")
  private boolean skipCalibrate;

  /**
   * A folder of results files, one a run; without one, the repeats in {@code results} are the runs,
   * as {@code evaluate} makes them with {@code <repeats>40</repeats>} and a temperature.
   *
   * @since 0.1.0
   */
  @Parameter(property = "bulwark.runs")
  private @Nullable File runs;

  @Override
  void run() {
    refuseABuild();
    whatThePomNames("runs");
    Places places = reading(Places.none());
    (runs == null
            ? places.readingResults("results", results.toPath())
            : places.reading("runs", runs.toPath()))
        .writing("baseline", baseline.toPath())
        .check();
    List<Evaluation> all =
        runs == null
            ? evaluation(results.toPath()).eachRepeat()
            : files(runs.toPath()).stream().map(this::evaluation).toList();
    Baseline made = gate(baseline.toPath()).calibrate(all);
    made.terms().calibration().ifPresent(this::tell);
    write(all.get(0), made);
  }

  private void tell(Calibration calibration) {
    Interval rate = calibration.falseFailRate();
    info(
        String.format(
            Locale.ROOT,
            "Of %d pairs of runs of the unchanged model the gate failed %d and passed %d: it fails"
                + " %.1f %% to %.1f %% of them (95 %% interval). Outcomes agree in %.1f %% of the"
                + " answers.",
            calibration.pairs(),
            calibration.falseFails(),
            calibration.passes(),
            100 * rate.lower(),
            100 * rate.upper(),
            100 * calibration.selfAgreement()));
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw BadInput.in(folder, "There is no such folder of runs", "Correct the path");
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't list " + folder, e);
    }
  }

  @Override
  boolean skippedAlone() {
    return skipCalibrate;
  }
}
