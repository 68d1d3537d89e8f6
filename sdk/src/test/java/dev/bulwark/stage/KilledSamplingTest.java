package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Prompt;
import dev.bulwark.data.Prompts;
import dev.bulwark.data.Watcher;
import dev.bulwark.fixtures.ChildJvm;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.stage.RejectionSamplingSettings.Choosing;
import dev.bulwark.stage.RejectionSamplingSettings.Drawing;
import dev.bulwark.train.Optimisation;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A round of rejection sampling whose process is killed ends with the bits of one that was not. */
@Timeout(600)
class KilledSamplingTest {
  private static final int PROMPTS = 24;

  @TempDir Path folder;
  private @Nullable Process child;

  @AfterEach
  void endWhatIsLeft() {
    if (child != null) {
      child.destroyForcibly();
    }
  }

  /**
   * Kills while answers are drawn, four of the prompts twice, and while they are learned, each some
   * milliseconds after news.
   */
  @Test
  void killedAtAnyMomentItEndsWithTheSameBits() throws Exception {
    Letters.model(folder.resolve("model"), 3);
    Letters.prompts(folder, PROMPTS);
    Random random = new Random();
    Path killed = folder.resolve("killed/rejection-sampling");
    for (int news : List.of(1, 3, 4, 8)) {
      kill(killed, news, random.nextInt(10));
    }
    Path alone = folder.resolve("alone/rejection-sampling");
    Folders.computeAlike(killed, alone);
    finish(killed);
    finish(alone);
    assertThat(pool(killed)).isEqualTo(pool(alone)).hasSize(PROMPTS + 4);
    assertThat(ModelFolder.hashOf(killed)).isEqualTo(ModelFolder.hashOf(alone));
    assertThat(Files.readString(killed.resolve("samples/report.json")))
        .isEqualTo(Files.readString(alone.resolve("samples/report.json")));
    assertThat(Folders.in(killed.getParent()))
        .containsExactly("rejection-sampling", "rejection-sampling.jsonl");
  }

  private static List<String> pool(Path output) throws IOException {
    return Files.readAllLines(output.resolveSibling("rejection-sampling.jsonl"));
  }

  /** Kills a process some milliseconds after it told of so much progress. */
  private void kill(Path output, int news, long delay) throws Exception {
    Process process = start(output);
    BufferedReader lines = process.inputReader();
    for (int i = 0; i < news; i++) {
      lines.readLine();
    }
    Thread.sleep(delay);
    process.destroyForcibly();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private void finish(Path output) throws Exception {
    Process process = start(output);
    assertThat(process.inputReader().lines()).last().isEqualTo("done");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private Process start(Path output) throws IOException {
    child = ChildJvm.start(Sampling.class, folder, output);
    return child;
  }

  /** The process: one round in batches of six prompts, learned in steps of four answers. */
  static final class Sampling {
    private Sampling() {}

    public static void main(String[] arguments) {
      PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true);
      Path folder = Path.of(arguments[0]);
      Watcher watcher = (Progress progress) -> out.println(progress.done());
      ModelFolder model = ModelFolder.open(folder.resolve("model"));
      RejectionSampling.on(Prompts.in(folder.resolve("prompts.jsonl"), Prompt.Kind.HARMFUL))
          .reward(Letters.countingA())
          .with(s -> s.precision(PrecisionChoice.FP32).checkpoints(new CheckpointPlan(1, 1, 2)))
          .with(s -> s.drawing(d -> new Drawing(8, List.of(0.7, 1.0), 4, 8, 6)))
          .with(s -> s.choosing(c -> new Choosing(1, true, true, c.reward())))
          .with(s -> s.optimisation(o -> new Optimisation(5e-3, 0, 1, 0, 1, 4, 2)))
          .prepare(model)
          .run(new StageRun(model, Path.of(arguments[1]), 11, watcher));
      out.println("done");
    }
  }
}
