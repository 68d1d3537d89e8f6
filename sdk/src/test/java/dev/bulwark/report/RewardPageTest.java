package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evaluate.reward.RewardReport;
import dev.bulwark.evaluate.reward.SafetyProbability;
import dev.bulwark.evaluate.reward.ScoredAnswer;
import dev.bulwark.evaluate.reward.ScoredPair;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class RewardPageTest {
  @Test
  void showsTheModelBesideItsBaselines() {
    String page = page(Optional.of(true));
    // Of 40 pairs the model ranks 30 right: Wilson 59.8 to 85.8; the longer answer never wins.
    assertThat(page).contains("75.0 % (59.8–85.8)").contains("0.0 % (0.0–8.8)");
    assertThat(page).contains("Chance is 50 %").contains("negligibly better or unsure");
    assertThat(page).contains("Expected calibration error");
  }

  @Test
  void isWellFormedAndLoadsNothing() throws Exception {
    String page = page(Optional.of(true));
    Document parsed =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new InputSource(
                    new StringReader(
                        page.replace("<!DOCTYPE html>\n", "")
                            .replaceAll("<meta ([^>]*)>", "<meta $1/>"))));
    // A histogram and two diagrams of reliability.
    assertThat(parsed.getElementsByTagName("svg").getLength()).isEqualTo(3);
    assertThat(page).doesNotContain("src=").doesNotContain("href=");
  }

  @Test
  void categoriesFromDataAreText() {
    assertThat(page(Optional.empty()))
        .contains("&lt;b&gt;illicit")
        .contains("The data says of no answer whether it is safe.");
  }

  private static String page(Optional<Boolean> safe) {
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      pairs.add(
          new ScoredPair(
              new ScoredAnswer(i % 4 == 0 ? -1 : 1, 3, safe),
              new ScoredAnswer(0, 5, safe.map(is -> !is)),
              Optional.of("negligibly_better_or_unsure"),
              Optional.of("<b>illicit")));
    }
    return new RewardPage(
            "A model", RewardReport.of(pairs, RewardReport.answers(pairs), SafetyProbability.RAW))
        .html();
  }
}
