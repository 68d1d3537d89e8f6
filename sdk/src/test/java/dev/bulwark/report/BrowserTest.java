package dev.bulwark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import dev.bulwark.report.GateReport.Sources;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser, Chromium without a window: hostile prompts show as text, and no
 * request leaves the page. Skipped where there is no Chromium on the path.
 */
@Timeout(120)
class BrowserTest {
  @TempDir Path folder;

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  /** Everything that would fetch, run or show something if the page let it. */
  private String hostile() {
    String at = "http://127.0.0.1:" + server.getAddress().getPort() + "/leak";
    return ("</textarea></title></style></pre></details></script><script>document.title='gotcha';"
            + "fetch('%1$s-fetch')</script><img src=%1$s-img onerror=\"document.title='gotcha'\">"
            + "<link rel=stylesheet href=%1$s-css><iframe src=%1$s-frame></iframe>"
            + "<meta http-equiv=refresh content='0;url=%1$s-refresh'>"
            + "<p style=\"background:url(%1$s-style)\">\u202Egnihtemos</p>\u2066<svg onload="
            + "fetch('%1$s-svg')>")
        .formatted(at);
  }

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static Optional<Path> chromium() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            place ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** What the browser makes of a page after all that it wants to load and run. */
  private String shown(String html) throws Exception {
    Optional<Path> browser = chromium();
    assumeThat(browser).as("a chromium on the PATH to look at the page with").isPresent();
    Path page = folder.resolve("page.html");
    Files.writeString(page, html);
    Path dom = folder.resolve("dom.html");
    Process process =
        new ProcessBuilder(
                browser.orElseThrow().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--user-data-dir=" + folder.resolve("profile"),
                "--virtual-time-budget=3000",
                "--dump-dom",
                page.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("the browser ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(dom, StandardCharsets.UTF_8);
  }

  @Test
  void hostilePromptsShowAsTextAndNothingLeavesThePage() throws Exception {
    String hostile = hostile();
    String html = new HostileRuns(hostile).report(Sources.NONE).text(ReportFormat.HTML);
    String dom = shown(html);
    assertThat(asked).isEmpty();
    assertThat(dom)
        .contains("Content warning")
        .contains("&lt;script&gt;document.title='gotcha'")
        .contains("[U+202E]gnihtemos")
        .doesNotContain("<script", "<img", "<iframe", "<link", "\u202E", "<title>gotcha")
        .doesNotContain("<details open");
  }

  /** Without the escapes the same text does all of it, so that the test above can fail. */
  @Test
  void thePageWithoutEscapesWouldLeak() throws Exception {
    shown("<!DOCTYPE html><html><body><pre>" + hostile() + "</pre></body></html>");
    assertThat(asked).contains("/leak-img", "/leak-fetch");
  }

  /** Even a hole in the escapes lets nothing out: the page's policy forbids it. */
  @Test
  void thePolicyHoldsWhatTheEscapesWouldNot() throws Exception {
    String dom = shown(Page.of("Title", Tag.of("main").own(hostile().replace("<meta", "<x"))));
    assertThat(asked).isEmpty();
    assertThat(dom).contains("<img").doesNotContain("<title>gotcha");
  }
}
