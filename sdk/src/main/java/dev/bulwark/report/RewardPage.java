package dev.bulwark.report;

import dev.bulwark.data.WholeFile;
import dev.bulwark.evaluate.reward.Reliability;
import dev.bulwark.evaluate.reward.RewardReport;
import dev.bulwark.evaluate.reward.Share;
import dev.bulwark.evaluate.reward.UnsafeDetection;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One page on a reward model: what it gets right on pairs that it never learned from, beside what
 * chance and the longer answer get. It loads nothing from anywhere and shows no text of the data.
 *
 * @param title the page's heading
 * @param report the figures
 */
public record RewardPage(String title, RewardReport report) {
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
    accuracy(content);
    scores(content);
    safety(content);
    return Page.of(title, content);
  }

  private void accuracy(Tag body) {
    Map<String, Share> headlines = new LinkedHashMap<>();
    headlines.put("this model", report.accuracy());
    headlines.put("the longer answer", report.length().longerWins());
    body.add(Tag.of("h2").text("Pairs ranked right"))
        .add(table("", headlines))
        .add(
            Tag.of("p")
                .text(
                    "Chance is 50 %. The correlation of score and length is "
                        + number(report.length().correlation())
                        + "."));
    slices(body, "By rating", report.slices().rating());
    slices(body, "By safety", report.slices().safety());
    slices(body, "By length", report.length().accuracy());
    slices(body, "By category", report.slices().category());
  }

  private static void slices(Tag body, String heading, Map<String, Share> shares) {
    if (!shares.isEmpty()) {
      body.add(Tag.of("h3").text(heading)).add(table("pairs", shares));
    }
  }

  private void scores(Tag body) {
    body.add(Tag.of("h2").text("Scores"))
        .add(RewardPlots.histogram(report.scores()))
        .add(Tag.of("p").text("Blue: chosen answers. Grey: rejected ones."));
  }

  private void safety(Tag body) {
    body.add(Tag.of("h2").text("Safety"));
    if (report.unsafe().isEmpty()) {
      body.add(Tag.of("p").text("The data says of no answer whether it is safe."));
      return;
    }
    Tag table = Tag.of("table").add(Page.row("th", "below", "unsafe found", "found are unsafe"));
    for (UnsafeDetection at : report.unsafe()) {
      table.add(Page.row("td", number(at.threshold()), text(at.recall()), text(at.precision())));
    }
    body.add(table);
    reliability(body, "Probability of being safe, raw", report.raw());
    reliability(body, "Probability of being safe, calibrated", report.calibrated());
  }

  private static void reliability(Tag body, String heading, Reliability reliability) {
    body.add(Tag.of("h3").text(heading))
        .add(RewardPlots.reliability(reliability))
        .add(
            Tag.of("p")
                .text(
                    "Expected calibration error "
                        + number(reliability.error())
                        + " over "
                        + reliability.labelled()
                        + " answers."));
  }

  private static Tag table(String what, Map<String, Share> shares) {
    Tag table = Tag.of("table").add(Page.row("th", what, "right", "n"));
    shares.forEach(
        (label, share) ->
            table.add(
                Page.row("td", label.replace('_', ' '), text(share), String.valueOf(share.n()))));
    return table;
  }

  private static String text(Share share) {
    return share.rate().isEmpty()
        ? "none"
        : String.format(
            Locale.ROOT,
            "%.1f %% (%.1f–%.1f)",
            100 * share.rate().getAsDouble(),
            100 * share.lower(),
            100 * share.upper());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
