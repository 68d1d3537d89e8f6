package dev.bulwark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.stage.SafetySFT;
import dev.bulwark.stage.Stage;
import dev.bulwark.stage.StageRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front with stages that only take notes. */
class SafetyTuningTest {
  @TempDir Path folder;
  private final List<StageRun> runs = new ArrayList<>();

  /** A stage that notes how it was run and returns the model it was given. */
  private Stage noting() {
    return new Stage() {
      @Override
      public String name() {
        return "noting";
      }

      @Override
      public Prepared prepare(ModelFolder model) {
        return run -> {
          runs.add(run);
          return run.model();
        };
      }
    };
  }

  private SafetyTuning tuning() {
    return SafetyTuning.of(Folders.llama()).output(folder.resolve("out"));
  }

  @Test
  void everyCallReturnsANewValueAndLeavesTheOldOne() {
    SafetyTuning empty = tuning();
    SafetyTuning one = empty.then(noting());
    SafetyTuning seeded = one.seed(7);
    SafetyTuning elsewhere = one.output(folder.resolve("elsewhere"));
    assertThat(Folders.in(folder)).isEmpty();

    assertThatThrownBy(empty::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stages is empty, but must hold at least one");
    one.run();
    seeded.run();
    elsewhere.run();
    assertThat(runs).extracting(StageRun::seed).containsExactly(17L, 7L, 17L);
    assertThat(runs)
        .extracting(StageRun::output)
        .containsExactly(
            folder.resolve("out/noting"),
            folder.resolve("out/noting"),
            folder.resolve("elsewhere/noting"));
  }

  @Test
  void stagesOfOneNameGetFoldersOfTheirOwn() {
    tuning().then(noting()).then(noting()).then(noting()).run();
    assertThat(runs)
        .extracting(run -> run.output().getFileName().toString())
        .containsExactly("noting", "noting-2", "noting-3");
  }

  /** The noting stages before it are known by their name; of two, the second one's folder. */
  @Test
  void stageThatNeedsAnotherHasItBeforeItOrIsRefused() {
    tuning().then(noting()).then(noting()).then(needing()).run();
    assertThat(runs.get(2).earlier()).containsEntry("noting", folder.resolve("out/noting-2"));
    runs.clear();
    assertThatThrownBy(() -> tuning().then(needing()).then(noting()).run())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The stage needing needs the result of noting, but no stage before it is called so"
                + " (stages). Put noting before it, or name a folder that holds what it needs.");
    assertThat(runs).isEmpty();
  }

  private Stage needing() {
    return new Stage() {
      @Override
      public String name() {
        return "needing";
      }

      @Override
      public Set<String> needs() {
        return Set.of("noting");
      }

      @Override
      public Prepared prepare(ModelFolder model) {
        return noting().prepare(model);
      }
    };
  }

  @Test
  void allInputsAreCheckedBeforeAnyStageRuns() {
    Path bad = Folders.lines(folder.resolve("bad.jsonl"), Folders.turn("q", "a"), "{");
    SafetyTuning chain =
        tuning().then(noting()).then(SafetySFT.on(Conversations.in(bad))).then(noting());
    assertThatThrownBy(chain::run)
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The line is not valid JSON: Unexpected end-of-input: expected close marker for Object "
                + "(%s:2). Write one JSON object a line.",
            bad);
    assertThat(runs).isEmpty();
    assertThat(Folders.in(folder)).containsExactly("bad.jsonl");
  }

  @Test
  void outputBelowAFileIsRefusedBeforeAnyStageRuns() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken"), "");
    Path output = taken.resolve("out");
    assertThatThrownBy(() -> tuning().output(output).then(noting()).run())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The file can't be written: Not a directory (%s). ".formatted(output)
                + "Free disk space or choose a folder that is writable.");
    assertThat(runs).isEmpty();
  }

  @Test
  void outputThatIsAFileIsRefused() throws IOException {
    Path output = Files.writeString(folder.resolve("taken"), "");
    assertThatThrownBy(() -> tuning().output(output).then(noting()).run())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "The file can't be written: %s is a file, not a folder (%s). ".formatted(output, output)
                + "Free disk space or choose a folder that is writable.");
  }

  @Test
  void missingModelIsNamed() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> SafetyTuning.of(none).then(noting()).run())
        .isInstanceOf(BadInput.class)
        .hasMessage(
            "There is no such model folder (%s). Give the path of a Hugging Face model folder.",
            none);
  }
}
