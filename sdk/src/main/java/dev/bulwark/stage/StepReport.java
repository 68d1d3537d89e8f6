package dev.bulwark.stage;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import dev.bulwark.train.TrainingStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reports each training step twice: to whoever watches, and to the metrics file. */
final class StepReport implements Consumer<TrainingStep> {
  private final String stage;
  private final Watcher watcher;
  private final Metrics metrics;

  StepReport(String stage, Watcher watcher, Metrics metrics) {
    this.stage = stage;
    this.watcher = watcher;
    this.metrics = metrics;
  }

  @Override
  public void accept(TrainingStep step) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("loss", step.loss());
    step.heldOut().ifPresent(look -> figures.put("held out", look.mean()));
    figures.put("rate", step.learningRate());
    figures.put("tokens/s", step.tokensPerSecond());
    residentMegabytes().ifPresent(megabytes -> figures.put("MB", megabytes));
    metrics.append(
        String.format(
            Locale.ROOT,
            "{\"step\":%d,\"loss\":%.6f,\"learningRate\":%.8g,\"gradientNorm\":%.6f,"
                + "\"tokens\":%d,\"seconds\":%.3f%s}",
            step.step(),
            step.loss(),
            step.learningRate(),
            step.gradientNorm(),
            step.tokens(),
            step.seconds(),
            step.heldOut().map(StepReport::heldOut).orElse("")));
    // Told after it is written: who hears of a step finds it in the file, whatever happens next.
    watcher.progressed(new Progress(stage, step.step(), step.steps(), step.secondsLeft(), figures));
  }

  private static String heldOut(TrainingStep.HeldOutLoss look) {
    return ",\"heldOutLoss\":%s,\"heldOutLossBy\":%s"
        .formatted(String.format(Locale.ROOT, "%.6f", look.mean()), Settings.json(look.byLabel()));
  }

  /** The process's resident set, where the operating system tells it. */
  private static OptionalDouble residentMegabytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return OptionalDouble.empty();
    }
  }
}
