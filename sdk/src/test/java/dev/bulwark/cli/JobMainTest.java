package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobMainTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Path job = Path.of("");

  @BeforeEach
  void writeJob() {
    job = folder.resolve("job.json");
    new Job.Evaluate(
            Path.of("base"),
            Path.of("suite"),
            Path.of("results.jsonl"),
            new Job.Overlay(new JsonMapper().createObjectNode(), "<settings>"))
        .write(job);
  }

  @Test
  void tellsOfProgressAndOfTheEnd() {
    int code =
        main((work, watcher) -> {
              watcher.noted("begun");
              watcher.progressed(new Progress("evaluate", 1, 2, 3, Map.of("prompts/s", 4.0)));
              return Map.of("results", "results.jsonl");
            })
            .run(job.toString());

    assertThat(code).isZero();
    assertThat(events())
        .containsExactly(
            new Event.Noted("begun"),
            new Event.Progressed("evaluate", 1, 2, 3, Map.of("prompts/s", 4.0)),
            new Event.Done(Map.of("results", "results.jsonl")));
  }

  @Test
  void tellsWhatTheUserCanMend() {
    int code =
        main((work, watcher) -> {
              throw new IllegalStateException(
                  "wrapped", new BadInput("Line is bad", "data.jsonl:7", "Mend it"));
            })
            .run(job.toString());

    assertThat(code).isEqualTo(2);
    assertThat(events())
        .containsExactly(new Event.Mendable("Line is bad", "data.jsonl:7", "Mend it"));
    assertThat(log.size()).isZero();
  }

  @Test
  void tellsOfAnErrorAndKeepsTheTraceForTheLog() {
    int code =
        main((work, watcher) -> {
              throw new OutOfMemoryError("x".repeat(2000));
            })
            .run(job.toString());

    assertThat(code).isEqualTo(1);
    assertThat(events())
        .containsExactly(new Event.Failed("java.lang.OutOfMemoryError", "x".repeat(500) + " …"));
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("\tat ");
  }

  @Test
  void asksForAJobWhereNoneIsGiven() {
    assertThat(main((work, watcher) -> Map.of()).run()).isEqualTo(2);
    assertThat(events())
        .containsExactly(
            new Event.Mendable(
                "No job is given", "command line", "Name a job file: JobMain job.json"));
  }

  private JobMain main(JobMain.Work work) {
    return new JobMain(new Events(out), new PrintStream(log, true, StandardCharsets.UTF_8), work);
  }

  private List<Event> events() {
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> Event.parse(line).orElseThrow())
        .toList();
  }
}
