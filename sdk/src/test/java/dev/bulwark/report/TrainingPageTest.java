package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.RolloutSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingPageTest {
  @TempDir private Path folder;

  @Test
  void drawsLossAndHeldOutLossOnOneScale() throws Exception {
    write(
        "{\"step\":1,\"loss\":4.0,\"tokens\":100}",
        "{\"step\":2,\"loss\":3.0,\"tokens\":200,\"heldOutLoss\":3.5}",
        "{\"step\":3,\"loss\":2.0,\"tokens\":300,\"heldOutLoss\":2.5}");
    String page = TrainingPage.in(folder).html();
    // Steps 1 to 3 lie at x 60, 325, 590; losses 4, 3, 2 at y 0, 80, 160; held out 3.5 at 40, 2.5
    // at 120.
    assertThat(page).contains("points=\"60.0,0.0 325.0,80.0 590.0,160.0\"");
    assertThat(page).contains("points=\"325.0,40.0 590.0,120.0\"");
    assertThat(page).contains("<h2>loss, heldOutLoss</h2>").doesNotContain("<h2>tokens</h2>");
  }

  @Test
  void showsWhatTheDataSaysAsText() throws Exception {
    Files.writeString(folder.resolve("stage.json"), "{\"stage\": \"<script>\"}");
    write("{\"step\":1,\"<b>\":1}");
    assertThat(TrainingPage.in(folder).html())
        .contains("&lt;script&gt;")
        .contains("<h2>&lt;b&gt;</h2>")
        .doesNotContain("<script>");
  }

  @Test
  void leavesOutWhatIsNoNumber() throws Exception {
    write("{\"step\":1,\"loss\":1,\"heldOutLossBy\":{\"a\":1}}", "{\"step\":2,\"loss\":\"NaN\"}");
    assertThat(TrainingPage.in(folder).html()).contains("<circle").doesNotContain("heldOutLossBy");
  }

  @Test
  void foldsWhatAPolicyAnsweredBehindAWarning() throws Exception {
    write("{\"step\":1,\"score\":1}", "{\"step\":2,\"score\":2}");
    RolloutSample low = new RolloutSample(1, Prompt.Kind.HARMFUL, "<b>Why?", "</td>no", -1.25);
    RolloutSample high = new RolloutSample(10, Prompt.Kind.HELPFUL, "How?", "so", 2);
    RolloutSample.write(List.of(low, high), folder.resolve(RolloutSample.FILE));
    String page = TrainingPage.in(folder).html();
    int folded = page.indexOf("<details><summary>Content warning");
    assertThat(folded).isPositive();
    assertThat(page.substring(folded, page.indexOf("</details>")))
        .contains("The lowest and the highest scores of 2 iterations.")
        .contains("<caption>Iteration 1</caption>", "<caption>Iteration 10</caption>")
        .contains("<td>-1.250</td><td>harmful</td><td>&lt;b&gt;Why?</td><td>&lt;/td&gt;no</td>")
        .contains("<td>2.000</td><td>helpful</td><td>How?</td><td>so</td>");
  }

  @Test
  void refusesBrokenSamples() throws Exception {
    write("{\"step\":1}");
    Path file = folder.resolve(RolloutSample.FILE);
    Files.writeString(file, "{\"iteration\":1");
    assertThatThrownBy(() -> TrainingPage.in(folder))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "Line 1 is no sample of a rollout (%s). Remove the file: nothing but the page of the"
                + " training needs it.",
            file);
  }

  @Test
  void saysThatNoStepWasTaken() throws Exception {
    write();
    assertThat(TrainingPage.in(folder).html()).contains("No step was taken.");
  }

  @Test
  void drawsAtMostSixHundredPoints() throws Exception {
    write(
        java.util.stream.IntStream.rangeClosed(1, 10_000)
            .mapToObj(step -> "{\"step\":%d,\"loss\":%d}".formatted(step, step % 7))
            .toArray(String[]::new));
    String page = TrainingPage.in(folder).html();
    int start = page.indexOf("points=\"");
    assertThat(page.substring(start, page.indexOf("\" class", start)).split(" "))
        .hasSizeLessThan(601);
    // The last step is always there.
    assertThat(page).contains("at last 4");
  }

  @Test
  void refusesBrokenMetrics() throws Exception {
    write("{\"step\":1}", "{\"st");
    assertThatThrownBy(() -> TrainingPage.in(folder))
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "Line 2 of the metrics is no JSON ("
                + folder.resolve("metrics.jsonl")
                + "). Run the"
                + " stage again into an empty folder.");
  }

  @Test
  void refusesAFolderWithoutMetrics() {
    assertThatThrownBy(() -> TrainingPage.in(folder))
        .isInstanceOf(BadInput.class)
        .hasMessageContaining("The metrics can't be read");
  }

  private void write(String... lines) throws Exception {
    Files.write(folder.resolve("metrics.jsonl"), List.of(lines));
  }
}
