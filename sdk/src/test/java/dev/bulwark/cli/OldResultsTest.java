package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job that fails early leaves and says. */
class OldResultsTest {
  @TempDir Path folder;

  @Test
  void areGoneThoughTheModelCantBeOpened() throws IOException {
    Path results = Files.writeString(folder.resolve("results.jsonl"), "rows of an older run");
    Files.writeString(folder.resolve("results.run.json"), "its header");
    Path job = job(folder.resolve("no-model"), results);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream log = new PrintStream(out, true, StandardCharsets.UTF_8);

    int code = new JobMain(new Events(out), log, new FrontWork()).run(job.toString());

    assertThat(code).isEqualTo(JobMain.MENDABLE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("There is no such model folder");
    assertThat(results).doesNotExist();
    assertThat(folder.resolve("results.run.json")).doesNotExist();
  }

  @Test
  void namesThatTheLocaleCantSpellAreTheUsersToMend() throws Exception {
    Path job = job(Path.of("models", "b\u00e4r"), folder.resolve("results.jsonl"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Dsun.jnu.encoding=ANSI_X3.4-1968",
            JobMain.class.getName(),
            job.toString());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String events = process.inputReader().lines().collect(Collectors.joining("\n"));

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(JobMain.MENDABLE);
    assertThat(Event.parse(events))
        .contains(
            new Event.Mendable(
                "The path can't be used: Malformed input or input contains unmappable characters;"
                    + " this JVM names files in the encoding ANSI_X3.4-1968",
                "models/b\u00e4r",
                "Run in a locale with UTF-8, such as LC_ALL=C.UTF-8, or give the file a name in"
                    + " ASCII"));
  }

  private Path job(Path model, Path results) {
    Path job = folder.resolve("job.json");
    new Job.Evaluate(
            model,
            folder.resolve("suite"),
            results,
            new Job.Overlay(new JsonMapper().createObjectNode(), "<settings>"))
        .write(job);
    return job;
  }
}
