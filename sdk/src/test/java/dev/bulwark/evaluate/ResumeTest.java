package dev.bulwark.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.data.BadInput;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that was interrupted goes on where it stopped, and only if it is the same run. */
@Timeout(120)
class ResumeTest {
  private static final int ANSWERS = InterruptedRun.PROMPTS * InterruptedRun.REPEATS;
  private static final int KILLS = 5;

  @TempDir Path folder;
  private Path results;
  private Path log;

  @BeforeEach
  void places() {
    results = folder.resolve("out/results.jsonl");
    log = folder.resolve("asked.log");
  }

  @Test
  void killedAtAnyMomentItRepeatsNoFinishedWork() throws Exception {
    Random random = new Random();
    for (int kill = 0; kill < KILLS; kill++) {
      long before = rows();
      Process child = start();
      while (child.isAlive() && rows() == before) {
        Thread.sleep(2);
      }
      Thread.sleep(random.nextInt(60));
      child.destroyForcibly().waitFor();
    }
    assertThat(rows()).isLessThan(ANSWERS);
    assertThat(Evaluation.read(results).header().completed()).isFalse();

    Evaluation whole = InterruptedRun.run(results, log);

    assertThat(whole.defects()).isEmpty();
    assertThat(whole.results()).hasSize(ANSWERS);
    Evaluation read = Evaluation.read(results);
    assertThat(read.defects()).isEmpty();
    assertThat(read.results()).containsExactlyInAnyOrderElementsOf(whole.results());
    // A kill loses at most what was under way, and a batch that was answered but not yet written.
    int lost = 2 * InterruptedRun.CONCURRENCY * InterruptedRun.BATCH;
    assertThat(Files.readAllLines(log)).hasSizeBetween(ANSWERS, ANSWERS + KILLS * lost);
  }

  private Process start() throws IOException {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            InterruptedRun.class.getName(),
            results.toString(),
            log.toString());
    Path output = folder.resolve("child.log");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  private long rows() throws IOException {
    if (!Files.exists(results)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(results)) {
      return lines.count();
    }
  }

  private final List<String> asked = new ArrayList<>();

  private Evaluator evaluator(int most) {
    return Evaluator.of(
            batch -> {
              if (asked.size() >= most) {
                throw new OutOfMemoryError("made up");
              }
              batch.forEach(prompt -> asked.add(prompt.id()));
              return batch.stream().map(prompt -> "I can't help with that.").toList();
            })
        .model("m", Map.of())
        .with(run -> run.batch(1).resume(true));
  }

  private static final List<Prompt> THREE =
      Stream.of("a", "b", "c").map(id -> Prompt.of(id, Kind.HARMFUL, id)).toList();

  private void interruptAfter(int answers) {
    assertThatThrownBy(() -> evaluator(answers).evaluate(THREE, results))
        .isInstanceOf(OutOfMemoryError.class);
    asked.clear();
  }

  @Test
  void aTornLastRowIsCutOff() throws IOException {
    interruptAfter(2);
    try (FileChannel file = FileChannel.open(results, StandardOpenOption.WRITE)) {
      file.truncate(file.size() - 5);
    }
    assertThatThrownBy(() -> Evaluation.read(results)).isInstanceOf(UnusableResults.class);
    Evaluation made = evaluator(9).evaluate(THREE, results);
    assertThat(asked).containsExactly("b", "c");
    assertThat(Evaluation.read(results)).isEqualTo(made);
    assertThat(made.defects()).isEmpty();
  }

  @Test
  void anotherModelOtherPromptsOrAFinishedRunStartOver() {
    interruptAfter(2);
    evaluator(9).model("other", Map.of()).evaluate(THREE, results);
    assertThat(asked).containsExactly("a", "b", "c");
    asked.clear();
    evaluator(9).model("other", Map.of()).evaluate(THREE, results);
    assertThat(asked).containsExactly("a", "b", "c");
    interruptAfter(2);
    evaluator(9).evaluate(THREE.subList(0, 2), results);
    assertThat(asked).containsExactly("a", "b");
    asked.clear();
    interruptAfter(1);
    evaluator(9).with(run -> run.resume(false)).evaluate(THREE, results);
    assertThat(asked).containsExactly("a", "b", "c");
  }

  @Test
  void saysThatItGoesOn() {
    interruptAfter(2);
    List<String> notes = new ArrayList<>();
    evaluator(9)
        .watch(
            new dev.bulwark.data.Watcher() {
              @Override
              public void progressed(dev.bulwark.data.Progress progress) {
                assertThat(progress.done()).isEqualTo(3);
              }

              @Override
              public void noted(String line) {
                notes.add(line);
              }
            })
        .evaluate(THREE, results);
    assertThat(notes).containsExactly("Going on after 2 of 3 answers");
  }

  @Test
  void twoRunsDontShareAFile() {
    Evaluator inner = evaluator(9);
    Evaluator outer =
        Evaluator.of(
            batch -> {
              inner.evaluate(THREE, results);
              return List.of("never");
            });
    Evaluation made = outer.batchSize(1).evaluate(THREE.subList(0, 1), results);
    assertThat(made.results().get(0).error().orElseThrow().message())
        .isEqualTo(
            BadInput.class.getName()
                + ": Another run is writing these results ("
                + results
                + "). Wait for its end, or name another results file.");
  }

  @Test
  void aScriptIsPlayedTurnByTurn() {
    List<Integer> turns = new ArrayList<>();
    Prompt script =
        Prompt.of("s", Kind.HARMFUL, "")
            .variant("s", Stream.of("x", "y", "z").map(dev.bulwark.data.Message::user).toList());
    Evaluation made =
        Evaluator.of(
                batch -> {
                  batch.forEach(prompt -> turns.add(prompt.messages().size()));
                  return batch.stream().map(p -> "Answer to " + p.text()).toList();
                })
            .keepTexts(true)
            .evaluate(List.of(script, Prompt.of("t", Kind.HARMFUL, "t")));
    // The script has one, three, five turns when it is asked; the other prompt is asked once.
    assertThat(turns).containsExactly(1, 1, 3, 5);
    assertThat(made.results().get(0).texts().orElseThrow().answer()).isEqualTo("Answer to z");
    assertThat(made.defects()).isEmpty();
  }
}
