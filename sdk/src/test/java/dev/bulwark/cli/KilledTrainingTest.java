package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.StageRecord;
import dev.bulwark.fixtures.ChildJvm;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.model.Adapter;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.model.WeightSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A training that is killed leaves nothing half-written, and the next one goes on from there. */
@Timeout(600)
class KilledTrainingTest {
  /** More than one, so that threads share the work. */
  private static final int BATCH = 2;

  @TempDir Path folder;
  private Path output;
  private int steps;
  private @Nullable Process child;

  @BeforeEach
  void inputs() {
    output = folder.resolve("out/safety-sft");
    Folders.copyIn(folder);
  }

  /** Conversations of which a training has so many steps. */
  private void steps(int count) {
    steps = count;
    Folders.lines(
        folder.resolve("d.jsonl"),
        IntStream.range(0, BATCH * count)
            .mapToObj(i -> Folders.turn("Question " + i, "Answer " + i))
            .toArray(String[]::new));
  }

  @AfterEach
  void endWhatIsLeft() {
    if (child != null) {
      child.destroyForcibly();
    }
  }

  /** Ten kills, each some milliseconds after a step, and one run that was left alone. */
  @Test
  void killedAtAnyMomentItEndsWithTheSameBits() throws Exception {
    steps(24);
    Random random = new Random();
    Path unfinished = output.resolveSibling("safety-sft.run");
    Path alone = folder.resolve("alone/safety-sft");
    int kills = 0;
    for (int step = 2; kills < 10 && !Files.exists(output); step += 2, kills++) {
      kill(1, step, random.nextInt(12));
      assertThat(Files.exists(unfinished) || Files.exists(output)).isTrue();
      if (kills == 0) {
        Folders.computeAlike(output, alone);
      }
    }
    assertThat(kills).isGreaterThanOrEqualTo(5);
    assertThat(finish(1)).contains("\"event\":\"done\"");
    isWhole();
    assertThat(Folders.in(output.getParent())).containsExactly("safety-sft", "safety-sft.html");
    String resumed = ModelFolder.hashOf(output);

    output = alone;
    assertThat(finish(1)).contains("\"event\":\"done\"").doesNotContain("goes on after step");
    assertThat(ModelFolder.hashOf(output)).isEqualTo(resumed);
  }

  @Test
  void killedWhileItWrites() throws Exception {
    steps(3);
    Random random = new Random();
    for (int round = 1; round <= 5; round++) {
      // Saving takes some tens of milliseconds after the last step; each seed writes another model.
      int delay = random.nextInt(60);
      Optional<String> before = StageRecord.in(output);
      kill(round, steps, delay);
      Optional<String> after = StageRecord.in(output);
      if (Files.exists(output)) {
        isWhole();
        String written = "\"seed\" : " + round + ",";
        assertThat(after.equals(before) || after.orElseThrow().contains(written))
            .as("killed after %d ms: the old folder or the new one", delay)
            .isTrue();
      }
    }
    assertThat(finish(99)).contains("\"event\":\"done\"");
    isWhole();
    assertThat(StageRecord.in(output).orElseThrow()).contains("\"seed\" : 99,");
    assertThat(Folders.in(output.getParent())).containsExactly("safety-sft", "safety-sft.html");
  }

  /** Starts a training, and kills it some milliseconds after it told of a step. */
  private void kill(long seed, int step, long delay) throws Exception {
    Process process = start(seed);
    BufferedReader events = process.inputReader();
    String line = events.readLine();
    while (line != null && doneIn(line) < step) {
      line = events.readLine();
    }
    assertThat(line).as("told of step %d", step).isNotNull();
    Thread.sleep(delay);
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private static int doneIn(String event) {
    Matcher done = Pattern.compile("\"done\":(\\d+),").matcher(event);
    return done.find() ? Integer.parseInt(done.group(1)) : 0;
  }

  private String finish(long seed) throws Exception {
    Process process = start(seed);
    String events = process.inputReader().lines().collect(Collectors.joining("\n"));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(JobMain.DONE);
    return events;
  }

  private Process start(long seed) throws IOException {
    ObjectNode settings = new JsonMapper().createObjectNode().put("precision", "fp32");
    settings.putObject("optimisation").put("batch", BATCH).put("epochs", 1);
    settings.putObject("checkpoints").put("everySteps", 1);
    Path job = folder.resolve("job.json");
    new Job.Tune(
            folder.resolve("model"),
            folder.resolve("d.jsonl"),
            output.getParent(),
            seed,
            new Job.Overlay(settings, "<settings>"))
        .write(job);
    child = ChildJvm.start(JobMain.class, job);
    return child;
  }

  private void isWhole() throws IOException {
    assertThat(Folders.in(output))
        .containsExactly(
            "config.json",
            "metrics.jsonl",
            "model.safetensors",
            "model.sha256",
            "stage.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "trained-prompts.jsonl");
    assertThat(Files.readAllLines(output.resolve("metrics.jsonl"))).hasSize(steps);
    ModelFolder model = ModelFolder.open(output);
    try (Decoder decoder = model.decoder(Compute.FP32, Adapter.Plan.NONE, 0)) {
      for (WeightSpec spec : WeightSpec.of(model.shape())) {
        for (float value : decoder.values(spec)) {
          assertThat(Float.isFinite(value)).isTrue();
        }
      }
    }
  }
}
