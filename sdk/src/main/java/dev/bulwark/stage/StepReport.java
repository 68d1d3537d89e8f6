package dev.bulwark.stage;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import dev.bulwark.train.TrainingStep;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

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
    figures.put("tokens/s", step.tokensPerSecond());
    metrics.append(
        String.format(
            Locale.ROOT,
            "{\"step\":%d,\"loss\":%.6f,\"learningRate\":%.8g,\"gradientNorm\":%.6f,"
                + "\"tokens\":%d,\"seconds\":%.3f}",
            step.step(),
            step.loss(),
            step.learningRate(),
            step.gradientNorm(),
            step.tokens(),
            step.seconds()));
    // Told after it is written: who hears of a step finds it in the file, whatever happens next.
    watcher.progressed(new Progress(stage, step.step(), step.steps(), step.secondsLeft(), figures));
  }
}
