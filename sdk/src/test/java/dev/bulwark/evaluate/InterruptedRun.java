package dev.bulwark.evaluate;

import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompt.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A run in a process of its own, so that a test can kill it: slow, and it logs what it asks. */
final class InterruptedRun {
  static final int PROMPTS = 40;
  static final int REPEATS = 2;
  static final int CONCURRENCY = 2;
  static final int BATCH = 2;

  private InterruptedRun() {}

  public static void main(String[] args) {
    run(Path.of(args[0]), Path.of(args[1]));
  }

  static Evaluation run(Path results, Path log) {
    return Evaluator.of(batch -> answer(batch, log))
        .model("made-up", Map.of())
        .with(run -> run.batch(BATCH).repeats(REPEATS).concurrency(CONCURRENCY).resume(true))
        .evaluate(prompts(), results);
  }

  private static List<Prompt> prompts() {
    return IntStream.range(0, PROMPTS)
        .mapToObj(i -> Prompt.of("p" + i, Kind.HARMFUL, "Made-up request " + i))
        .toList();
  }

  private static List<String> answer(List<Prompt> batch, Path log) {
    try {
      for (Prompt prompt : batch) {
        Files.writeString(
            log, prompt.id() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      Thread.sleep(25);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return batch.stream().map(prompt -> "I can't help with that.").toList();
  }
}
