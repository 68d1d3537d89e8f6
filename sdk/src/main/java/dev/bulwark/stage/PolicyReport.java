package dev.bulwark.stage;

import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import dev.bulwark.train.PolicyIteration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Reports each iteration twice: to whoever watches, and to the metrics file. */
record PolicyReport(String stage, Watcher watcher, Metrics metrics)
    implements Consumer<PolicyIteration> {

  @Override
  public void accept(PolicyIteration done) {
    metrics.append(Settings.json(line(done)));
    // Told after it is written: who hears of an iteration finds it in the file.
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("score", done.sampled().score());
    done.heldOut().ifPresent(score -> figures.put("held out", score));
    figures.put("kl", done.sampled().kl());
    figures.put("entropy", done.sampled().entropy());
    figures.put("clipped", done.moved().clipFraction());
    figures.put("tokens/s", done.tokensPerSecond());
    watcher.progressed(
        new Progress(stage, done.number(), done.iterations(), done.secondsLeft(), figures));
  }

  private static Map<String, Double> line(PolicyIteration done) {
    PolicyIteration.Sampled sampled = done.sampled();
    PolicyIteration.Moved moved = done.moved();
    PolicyIteration.Phases phases = done.phases();
    Map<String, Double> line = new LinkedHashMap<>();
    line.put("step", (double) done.number());
    line.put("score", sampled.score());
    line.put("reward", sampled.reward());
    done.heldOut().ifPresent(score -> line.put("heldOutScore", score));
    line.put("kl", sampled.kl());
    line.put("beta", moved.beta());
    line.put("entropy", sampled.entropy());
    line.put("length", sampled.length());
    line.put("ended", sampled.ended());
    line.put("unique", sampled.unique());
    line.put("loss", moved.loss());
    line.put("valueLoss", moved.valueLoss());
    line.put("explained", moved.explained());
    line.put("clipFraction", moved.clipFraction());
    line.put("ratio", moved.ratio());
    line.put("gradientNorm", moved.gradientNorm());
    line.put("tokens", (double) done.pace().tokens());
    line.put("seconds", done.pace().seconds());
    line.put("drawingSeconds", phases.drawing());
    line.put("scoringSeconds", phases.scoring());
    line.put("readingSeconds", phases.reading());
    line.put("learningSeconds", phases.learning());
    return line;
  }
}
