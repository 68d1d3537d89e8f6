package dev.bulwark.report;

import dev.bulwark.data.IterationRecord;
import dev.bulwark.data.IterationRecord.Score;
import dev.bulwark.data.StageMetrics.Value;
import dev.bulwark.data.WholeFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One page on how safety and helpfulness went from iteration to iteration, by the rewards that
 * tuned the model and by judges that did not (paper §3.4.1, Figure 11). It loads nothing from
 * anywhere and shows no text of the data.
 *
 * @param title the page's heading
 * @param iterations in their order, the untuned model first
 */
public record IterationPage(String title, List<IterationRecord> iterations) {

  /** Copies the list, so that the value can't change. */
  public IterationPage {
    iterations = List.copyOf(iterations);
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
    Set<String> what = new LinkedHashSet<>();
    iterations.forEach(each -> each.scores().forEach(score -> what.add(score.of())));
    for (String of : what) {
      Map<String, List<Value>> means = lines(of);
      content
          .add(Tag.of("h2").text(of))
          .add(new Curve("mean " + of + " by iteration", means).svg())
          .add(table(of));
    }
    return Page.of(title, content);
  }

  private Map<String, List<Value>> lines(String of) {
    Map<String, List<Value>> lines = new LinkedHashMap<>();
    for (int i = 0; i < iterations.size(); i++) {
      for (Score score : iterations.get(i).scores()) {
        if (score.of().equals(of)) {
          lines
              .computeIfAbsent("by " + score.by(), none -> new ArrayList<>())
              .add(new Value(i, score.mean()));
        }
      }
    }
    return lines;
  }

  private Tag table(String of) {
    Tag table = Tag.of("table").add(Tag.row("th", "iteration", "by", "mean", "lowest tenth", "n"));
    Map<String, String> before = new LinkedHashMap<>();
    for (int i = 0; i < iterations.size(); i++) {
      for (Score score : iterations.get(i).scores()) {
        if (score.of().equals(of)) {
          String last = before.put(score.by(), score.reward());
          boolean changed = last != null && !last.equals(score.reward());
          table.add(
              Tag.row(
                  "td",
                  i == 0 ? "start" : "V" + i,
                  score.by() + (changed ? ", another model from here on" : ""),
                  number(score.mean()),
                  number(score.lowest()),
                  String.valueOf(score.answers())));
        }
      }
    }
    return table;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
