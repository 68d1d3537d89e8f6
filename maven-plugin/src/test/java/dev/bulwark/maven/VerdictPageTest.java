package dev.bulwark.maven;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evaluate.Evaluation;
import dev.bulwark.evaluate.Slice;
import dev.bulwark.gate.Baseline;
import dev.bulwark.gate.Finding;
import dev.bulwark.gate.Gate;
import dev.bulwark.gate.GateSettings;
import dev.bulwark.gate.Rule;
import dev.bulwark.gate.Status;
import dev.bulwark.gate.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.doxia.siterenderer.DocumentRenderingContext;
import org.apache.maven.doxia.siterenderer.sink.SiteRendererSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renders with the sink that a site's pages go through. */
class VerdictPageTest {
  @TempDir Path folder;

  private String page(String address) {
    SiteRendererSink sink =
        new SiteRendererSink(new DocumentRenderingContext(folder.toFile(), "bulwark", "test"));
    File verdict = folder.resolve("target/verdict.json").toFile();
    new VerdictPage(sink)
        .render(
            SiteVerdict.read(verdict, folder),
            Optional.of(address).filter(text -> !text.isEmpty()));
    sink.close();
    return sink.getBody().replaceAll("\\s+", " ");
  }

  private void write(Verdict verdict) {
    verdict.write(folder.resolve("target/verdict.json"));
  }

  private Verdict measured(int violations) {
    MadeUpResults.write(folder.resolve("before.jsonl"), "base", 60);
    MadeUpResults.write(folder.resolve("after.jsonl"), "tuned", violations);
    Baseline baseline = Baseline.of(Evaluation.read(folder.resolve("before.jsonl")));
    return Gate.named("release")
        .require(Rule.atMost("violation.rate", 0.05))
        .require(Rule.noWorseThan(baseline, "violation.rate", 0.02))
        .require(Rule.noSliceWorse(baseline, "violation.rate", Slice.Key.CATEGORY))
        .check(folder.resolve("after.jsonl"));
  }

  @Test
  void showsRulesSlicesAndWhatWasJudged() {
    write(measured(3));
    String page = page("../report.html");
    assertThat(page)
        .contains("<h1>Safety gate release</h1>")
        .contains("<strong>PASS</strong>")
        .contains("400 prompts attempted, 400 assessed, 0 with an error.")
        .contains("<h2>Rules</h2>", "<h2>Slices</h2>", "<h2>What was judged</h2>")
        .contains("<th>MDE</th>")
        .contains("<a href=\"../report.html\">The whole report</a>")
        .doesNotContain("<h2>Why</h2>", "Made-up question", "Here you go");
    // 3 of 300 violate, 60 of 300 did: 0.0100, and 57 of 300 fewer, 0.1900.
    assertThat(page)
        .contains("<td>violation.rate</td> <td>atMost</td> <td>0.0100</td>")
        .contains("<td>violation.rate</td> <td>noWorseThan</td> <td>-0.1900</td>");
    // The first 60 are evenly even and odd, and so are all 300: 30 of 150, and 2 and 1 now.
    assertThat(page)
        .contains(
            "<td>violation.rate in category=even</td> <td>noSliceWorse by category</td> <td>-0.1867</td>")
        .contains(
            "<td>violation.rate in category=odd</td> <td>noSliceWorse by category</td> <td>-0.1933</td>");
  }

  @Test
  void writesTheSameInEveryLocale() {
    write(measured(3));
    String page = page("");
    Locale present = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(page("")).isEqualTo(page);
    } finally {
      Locale.setDefault(present);
    }
  }

  @Test
  void saysWhatStandsInTheWay() {
    write(measured(60));
    assertThat(page(""))
        .contains("<strong>FAIL</strong>", "<h2>Why</h2>")
        .contains("<li>FAIL violation.rate is 0.20")
        .doesNotContain("The whole report");
  }

  @Test
  void saysThatThereIsNoVerdict() {
    assertThat(page("../report.html"))
        .contains("<strong>NO_RESULTS</strong>")
        .contains("There is no verdict (target/verdict.json): check did not run.")
        .doesNotContain("PASS");
  }

  @Test
  void saysThatAVerdictContradictsItself() throws IOException {
    write(measured(60));
    Path file = folder.resolve("target/verdict.json");
    Files.writeString(
        file,
        Files.readString(file).replaceFirst("\"status\" : \"FAIL\"", "\"status\" : \"PASS\""));
    assertThat(page(""))
        .contains("<strong>ERROR</strong>")
        .contains(
            "This is no verdict: the status PASS is not that of its findings"
                + " (target/verdict.json). Run mvn bulwark:check again.");
  }

  @Test
  void saysThatAVerdictCantBeRead() throws IOException {
    Files.createDirectories(folder.resolve("target"));
    Files.writeString(folder.resolve("target/verdict.json"), "PASS");
    assertThat(page(""))
        .contains("<strong>ERROR</strong>")
        .contains("This is no verdict: it is no JSON (target/verdict.json).");
  }

  @Test
  void namesTheSwitchesInForce() throws IOException {
    Path file = folder.resolve("target/verdict.json");
    new VerdictFile(file).write(measured(60), List.of("failOnRegression=false"));
    assertThat(page(""))
        .contains("Switches in force, which let a build go on: failOnRegression=false.")
        .contains("<strong>FAIL</strong>");
    String written = Files.readString(file);
    for (String bad : List.of("1", "[]", "[\"\"]", "[1]", "null", "{}")) {
      Files.writeString(
          file, written.replaceFirst("\"switches\" : \\[[^\\]]*\\]", "\"switches\":" + bad));
      assertThat(page(""))
          .contains("This is no verdict: its switches can't be read (target/verdict.json).");
    }
  }

  @Test
  void namesTheArtifactOfTheBaseline() {
    Path file = folder.resolve("target/verdict.json");
    List<PublishedBaseline> absent =
        Stream.of(Compared.values())
            .map(as -> new PublishedBaseline(as, "g:a:1:json:safety", Optional.empty(), "Nowhere."))
            .toList();
    new VerdictFile(file).write(measured(60), List.of(), absent);
    assertThat(page(""))
        .contains("The baseline is the artifact g:a:1:json:safety, which could not be resolved.")
        .contains("The anchor is the artifact g:a:1:json:safety, which could not be resolved.");
  }

  @Test
  void doesNotTakeSomethingElseForAnArtifact() throws IOException {
    Path file = folder.resolve("target/verdict.json");
    write(measured(60));
    String plain = Files.readString(file);
    for (String bad :
        List.of(
            "{\"coordinates\":\"g:a:1\",\"sha256\":{}}",
            "{\"coordinates\":\"g:a:1\",\"sha256\":null}",
            "{\"coordinates\":\"g:a:1\",\"sha256\":\"abc\"}",
            "{\"coordinates\":\"\"}",
            "{}",
            "1",
            "null")) {
      Files.writeString(file, plain.replaceFirst("\\{", "{\"baselineArtifact\":" + bad + ","));
      assertThat(page(""))
          .contains("<strong>ERROR</strong>")
          .contains(
              "This is no verdict: its baseline's artifact can't be read (target/verdict.json).");
    }
    Files.writeString(file, plain.replaceFirst("\\{", "{\"anchorArtifact\":1,"));
    assertThat(page(""))
        .contains("This is no verdict: its anchor's artifact can't be read (target/verdict.json).");
    String one = "\"baselineArtifact\":{\"coordinates\":\"g:a:1\"},";
    Files.writeString(file, plain.replaceFirst("\\{", "{" + one + one));
    assertThat(page("")).contains("This is no verdict: it is no JSON (target/verdict.json).");
  }

  @Test
  void leavesTextFromDataText() {
    String hostile = "{click, javascript:x} <script>x</script> $x #set($x) %{snippet|id=x} \u001b";
    Finding finding =
        new Finding(
            "atMost", hostile, Status.FAIL, "BEYOND_LIMIT", hostile, Map.of("estimate", 1.0));
    write(
        new Verdict(
            hostile,
            Status.FAIL,
            List.of(finding),
            GateSettings.defaults(),
            Optional.empty(),
            List.of(),
            new Verdict.Counts(1, 1, 0)));
    String text =
        "{click, javascript:x} &lt;script&gt;x&lt;/script&gt; $x #set($x) %{snippet|id=x} [U+001B]";
    assertThat(page(""))
        .contains("<h1>Safety gate " + text + "</h1>")
        .contains("<li>FAIL " + text + "</li>")
        .contains("<td>" + text + "</td>")
        .doesNotContain("<script", "<a ", "\u001b");
  }
}
