package dev.bulwark.report;

import dev.bulwark.data.RolloutSample;
import dev.bulwark.data.StageMetrics;
import dev.bulwark.data.StageMetrics.Value;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.WholeFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One page on how a stage trained: a curve for each figure of its metrics, samples of what a policy
 * answered, folded behind a warning, and its record. It loads nothing from anywhere.
 *
 * @param title the page's heading
 * @param metrics the figures of every step
 * @param samples what a policy answered; none of a stage that trains on given answers
 * @param record how the model came about, as {@code stage.json} says it
 */
public record TrainingPage(
    String title, StageMetrics metrics, List<RolloutSample> samples, String record) {
  private static final String LOSS = "loss";
  private static final String HELD_OUT = "heldOutLoss";

  /** They only ever rise. */
  private static final Set<String> NOT_DRAWN = Set.of("tokens", "seconds");

  /** Copies the list, so that the value can't change. */
  public TrainingPage {
    samples = List.copyOf(samples);
  }

  /**
   * The page of a stage that is done.
   *
   * @param folder the stage's, with {@code metrics.jsonl} and {@code stage.json}
   * @throws dev.bulwark.data.BadInput where the metrics are missing or broken
   */
  public static TrainingPage in(Path folder) {
    return new TrainingPage(
        "Training: " + folder.getFileName(),
        StageMetrics.in(folder),
        RolloutSample.in(folder.resolve(RolloutSample.FILE)),
        StageRecord.in(folder).orElse(""));
  }

  /**
   * Writes the page, whole or not at all.
   *
   * @throws dev.bulwark.data.BadInput where the file can't be written
   */
  public void write(Path file) {
    WholeFile.write(file, html());
  }

  /** The page. */
  public String html() {
    Tag content = Tag.of("main");
    Map<String, List<Value>> figures = new LinkedHashMap<>(metrics.figures());
    if (figures.isEmpty()) {
      content.add(Tag.of("p").text("No step was taken."));
    }
    figures.keySet().removeAll(NOT_DRAWN);
    if (figures.containsKey(LOSS) && figures.containsKey(HELD_OUT)) {
      Map<String, List<Value>> both = new LinkedHashMap<>();
      both.put(LOSS, figures.remove(LOSS));
      both.put(HELD_OUT, figures.remove(HELD_OUT));
      draw(content, both);
    }
    figures.forEach((name, values) -> draw(content, Map.of(name, values)));
    new RolloutTable(samples).addTo(content);
    content.add(Tag.of("h2").text("Record")).add(Tag.of("pre").text(record));
    return Page.of(title, content);
  }

  private static void draw(Tag content, Map<String, List<Value>> lines) {
    String names = String.join(", ", lines.keySet());
    content.add(Tag.of("h2").text(names)).add(new Curve(names + " by step", lines).svg());
  }
}
