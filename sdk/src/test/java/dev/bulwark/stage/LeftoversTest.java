package dev.bulwark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.Watcher;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.train.TrainingStopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run that did not end well leaves beside its output, and what the next run does with it.
 */
class LeftoversTest {
  @TempDir Path folder;
  private Path parent;
  private Path output;

  @BeforeEach
  void data() throws IOException {
    Folders.lines(folder.resolve("d.jsonl"), Folders.turn("a", "b"), Folders.turn("c", "d"));
    parent = Files.createDirectories(folder.resolve("run"));
    output = parent.resolve("tuned");
  }

  @Test
  void nextRunClearsHalfWrittenFolders() throws IOException {
    // A kill while the folder was filled, and one between the two renames.
    for (String name : new String[] {".tuned.part", ".tuned.old"}) {
      Path left = Files.createDirectories(parent.resolve(name).resolve("deep"));
      Files.writeString(left.resolve("model.safetensors"), "half");
    }
    Path unfinished = Files.createDirectories(parent.resolve("tuned.run"));
    Files.writeString(unfinished.resolve("record.json"), "{}");
    Files.writeString(unfinished.resolve("step-000000001.json"), "{\"step\":1");
    Files.writeString(unfinished.resolve("metrics.jsonl"), "{\"step\":1}\n{\"st");
    run(Watcher.none());
    assertThat(Folders.in(parent)).containsExactly("tuned");
    assertThat(Files.readAllLines(output.resolve("metrics.jsonl"))).hasSize(2);
  }

  @Test
  void folderThatIsNoTunedModelIsReplaced() throws IOException {
    Files.createDirectories(output);
    Files.writeString(output.resolve("stage.json"), "{}");
    run(Watcher.none());
    assertThat(Folders.in(output)).contains("model.safetensors", "config.json");
    assertThat(Folders.in(parent)).containsExactly("tuned");
  }

  @Test
  void interruptedRunLeavesItsMetricsAndNoFolder() throws IOException {
    Watcher impatient = progress -> Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> run(impatient)).isInstanceOf(TrainingStopped.class);
    } finally {
      // Cleared for the tests that follow on this thread.
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Folders.in(parent)).containsExactly("tuned.run");
    assertThat(Files.readAllLines(parent.resolve("tuned.run/metrics.jsonl"))).hasSize(1);
  }

  @Test
  void twoRunsInOneFolderAreRefused() {
    Path busy = parent.resolve("tuned.run");
    try (RunLock lock = RunLock.on(busy)) {
      assertThat(lock.is(busy.resolve("lock"))).isTrue();
      assertThatThrownBy(() -> run(Watcher.none()))
          .isInstanceOf(BadInput.class)
          .hasMessage(
              "Another run is at work in this folder (%s). Wait for it to end, or choose another"
                  + " output folder.",
              busy);
    }
    run(Watcher.none());
    assertThat(Folders.in(parent)).containsExactly("tuned");
  }

  @Test
  void interruptedRunLeavesTheOldFolderAsItWas() throws IOException {
    run(Watcher.none());
    byte[] before = Files.readAllBytes(output.resolve("model.safetensors"));
    Folders.lines(folder.resolve("d.jsonl"), Folders.turn("e", "f"), Folders.turn("g", "h"));
    Watcher impatient = progress -> Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> run(impatient)).isInstanceOf(TrainingStopped.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Files.readAllBytes(output.resolve("model.safetensors"))).isEqualTo(before);
  }

  private ModelFolder run(Watcher watcher) {
    ModelFolder model = ModelFolder.open(Folders.llama());
    return SafetySFT.on(Conversations.in(folder.resolve("d.jsonl")))
        .with(s -> s.batch(1).epochs(1).precision(PrecisionChoice.FP32))
        .prepare(model)
        .run(new StageRun(model, output, 1, watcher));
  }
}
