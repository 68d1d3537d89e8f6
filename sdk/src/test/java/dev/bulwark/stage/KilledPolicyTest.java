package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import dev.bulwark.fixtures.ChildJvm;
import dev.bulwark.fixtures.Folders;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A policy whose training is killed in the middle of an iteration ends with the same bits. */
@Timeout(600)
class KilledPolicyTest {
  @TempDir Path folder;
  private @Nullable Process child;

  /** The process that is killed: trains, and prints a line an iteration. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Path output = Path.of(arguments[2]);
      ModelFolder model = ModelFolder.open(Path.of(arguments[0]));
      Watcher watcher =
          new Watcher() {
            @Override
            public void progressed(Progress step) {
              System.out.println("done " + step.done());
            }

            @Override
            public void noted(String line) {
              System.out.println(line);
            }
          };
      PolicyRuns.ppo(Path.of(arguments[1]))
          .prepare(model)
          .run(new StageRun(model, output, 17, watcher));
      System.out.println("finished");
    }
  }

  @AfterEach
  void endWhatIsLeft() {
    if (child != null) {
      child.destroyForcibly();
    }
  }

  @Test
  void killedInTheMiddleOfAnIterationItEndsWithTheSameBits() throws Exception {
    Folders.copyIn(folder);
    PolicyRuns.prompts(folder);
    Random random = new Random();
    Path killed = folder.resolve("killed/ppo");
    for (int iteration = 1; iteration < PolicyRuns.ITERATIONS - 1; iteration += 2) {
      kill(killed, iteration, random.nextInt(60));
    }
    Path alone = folder.resolve("alone/ppo");
    Folders.computeAlike(killed, alone);
    assertThat(finish(killed)).contains("goes on after step").endsWith("finished");
    assertThat(finish(alone)).doesNotContain("goes on").endsWith("finished");
    for (String file :
        List.of("model.safetensors", "adapter/adapter_model.safetensors", "rollouts.jsonl")) {
      assertThat(Files.mismatch(killed.resolve(file), alone.resolve(file))).as(file).isEqualTo(-1);
    }
    assertThat(Files.readAllLines(killed.resolve("metrics.jsonl"))).hasSize(PolicyRuns.ITERATIONS);
    assertThat(Folders.in(killed.getParent())).containsExactly("ppo");
  }

  private void kill(Path output, int iteration, long delay) throws Exception {
    Process process = start(output);
    BufferedReader lines = process.inputReader();
    String line = lines.readLine();
    while (line != null && !line.equals("done " + iteration)) {
      line = lines.readLine();
    }
    assertThat(line).as("told of iteration %d", iteration).isNotNull();
    Thread.sleep(delay);
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private String finish(Path output) throws Exception {
    Process process = start(output);
    String lines = process.inputReader().lines().collect(Collectors.joining("\n"));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return lines;
  }

  private Process start(Path output) throws IOException {
    child =
        ChildJvm.start(
            Child.class, folder.resolve("model"), folder.resolve("prompts.jsonl"), output);
    return child;
  }
}
