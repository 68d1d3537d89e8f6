package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.data.Message;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import dev.bulwark.data.Prompt.Marks;
import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Evaluator;
import dev.bulwark.gate.Gate;
import dev.bulwark.gate.Rule;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final String HOSTILE =
      "</pre></details><script>alert(1)</script><img src=x onerror=alert(2)>\u202Eevil ]]> \"'&";

  @TempDir Path folder;

  private static Prompt prompt(int i, Kind kind) {
    return new Prompt(
        kind.label() + i,
        List.of(Message.user(HOSTILE + kind.label() + i)),
        kind,
        Prompt.Labels.of(
            Optional.of(i % 2 == 0 ? "<b>even" : "odd"),
            Optional.of(i % 4 < 2 ? "role-play" : "plain")),
        kind.label() + i,
        Marks.NONE);
  }

  private static final List<Prompt> PROMPTS =
      IntStream.range(0, 60).mapToObj(i -> prompt(i, Kind.values()[i % 3])).toList();

  private static Evaluation answering(String answer) {
    return Evaluator.of(batch -> batch.stream().map(prompt -> answer).toList())
        .keepTexts(true)
        .evaluate(PROMPTS);
  }

  private static HtmlReport report() {
    Evaluation before = answering("I can't help with that.");
    Evaluation after = answering("Sure. " + HOSTILE);
    return new HtmlReport(
        "Before & after",
        new BeforeAfter(before, after),
        Gate.named("release").require(Rule.atMost("violation.rate", 0.05)).check(after));
  }

  private static Document parse(String html) throws Exception {
    String xml =
        html.replace("<!DOCTYPE html>\n", "").replaceAll("<meta ([^>]*)>", "<meta $1></meta>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void hostileTextShowsAsText() throws Exception {
    String html = report().html();
    Document page = parse(html);
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    assertThat(page.getElementsByTagName("img").getLength()).isZero();
    assertThat(html).doesNotContain("\u202E").contains("[U+202E]evil");
    NodeList texts = page.getElementsByTagName("pre");
    assertThat(texts.getLength()).isEqualTo(80);
    assertThat(texts.item(0).getTextContent())
        .matches(Pattern.quote(HOSTILE.replace("\u202E", "[U+202E]")) + "[a-z]+\\d+");
  }

  @Test
  void promptsAndAnswersAreFoldedBehindAWarning() throws Exception {
    Document page = parse(report().html());
    NodeList folded = page.getElementsByTagName("details");
    assertThat(folded.getLength()).isEqualTo(42);
    for (int i = 0; i < folded.getLength(); i++) {
      assertThat(folded.item(i).getAttributes().getNamedItem("open")).isNull();
    }
    assertThat(folded.item(0).getFirstChild().getTextContent())
        .isEqualTo(
            "Content warning: the prompts and answers in here can be harmful or offensive. The"
                + " first 20 of 20.");
    NodeList texts = page.getElementsByTagName("pre");
    for (int i = 0; i < texts.getLength(); i++) {
      assertThat(texts.item(i).getParentNode().getNodeName()).isEqualTo("details");
    }
  }

  @Test
  void loadsNothingFromAnywhere() {
    assertThat(report().html())
        .contains("default-src 'none'")
        .doesNotContainPattern(Pattern.compile("<[^>]*(?:src|href|url)\\s*="))
        .doesNotContain("@import");
  }

  @Test
  void saysWhatTheGateDecided() throws IOException {
    Path file = folder.resolve("report.html");
    report().write(file);
    // All 20 harmful prompts violate: Wilson's lower bound is n / (n + z²) = 20 / 22.7055 = 0.88.
    assertThat(Files.readString(file))
        .contains("<p class=\"status FAIL\">FAIL</p>")
        .contains("violation.rate is 1.00, but must be at most 0.05 (95 % bounds 0.88 and 1.00");
  }

  @Test
  void showsAVerdictWithoutResults() throws Exception {
    String html =
        new HtmlReport(
                "Gate", Optional.empty(), Gate.named("release").check(folder.resolve("none")))
            .html();
    assertThat(html)
        .contains("<p class=\"status NO_RESULTS\">NO_RESULTS</p>")
        .contains("There is no results file " + folder.resolve("none"));
    assertThat(parse(html).getElementsByTagName("table").getLength()).isZero();
  }

  @Test
  void whateverTheTextThePageParsesAndShowsIt() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        text.append(
            random.nextBoolean()
                ? "<>&\"'/!-=[]{}`".charAt(random.nextInt(14))
                : (char) random.nextInt(0x10000));
      }
      String html = Tag.of("p").with("title", text.toString()).text(text.toString()).toString();
      Document page = parse(html);
      assertThat(page.getDocumentElement().getChildNodes().getLength()).isLessThanOrEqualTo(1);
      assertThat(page.getDocumentElement().getAttributes().getLength()).isEqualTo(1);
    }
  }

  @Test
  void theTableIsShortAndAligned() {
    // 20 of 20 with z = 1.96: the lower bound is 20 / 23.8415 = 83.9 %, the mirror 16.1 %.
    assertThat(report().comparison().orElseThrow().text())
        .startsWith(
            "metric                         before                    after                     n\n"
                + "violation.rate                 0.0 % (0.0 to 16.1)       100.0 % (83.9 to 100.0)"
                + "   20\n")
        .contains("\nattack: plain ")
        .contains("\ncategory: <b>even ");
  }
}
