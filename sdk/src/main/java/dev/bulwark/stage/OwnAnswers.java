package dev.bulwark.stage;

import dev.bulwark.data.Conversations;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.data.WholeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Learning answers of the model's own that a stage drew and chose, as {@link SafetySFT} learns
 * demonstrations. What was chosen stays on disk until it is learned, so that a killed run does not
 * choose again.
 *
 * @param beside what else is learned from
 * @param asked what the user says in the stage's data, where what is learned has other words
 */
record OwnAnswers(
    StageRun run,
    StageRecord record,
    SafetySftSettings settings,
    Optional<Conversations> beside,
    List<String> asked) {
  /** Where the tuned folder holds what was learned, and the report. */
  static final String FOLDER = "samples";

  /** What a tuned folder has besides the model. */
  static final List<String> FILES = List.of(TrainedPrompts.FILE, FOLDER);

  private static final String REPORT = "report.json";

  /** Copies the list, so that the value can't change. */
  OwnAnswers {
    asked = List.copyOf(asked);
  }

  /** Learning them alone, to what was asked word for word. */
  OwnAnswers(StageRun run, StageRecord record, SafetySftSettings settings) {
    this(run, record, settings, Optional.empty(), List.of());
  }

  /**
   * What was chosen.
   *
   * @param learned prompts and their answers
   * @param line what to tell about it
   * @param report the same as JSON
   */
  record Chosen(List<Scored> learned, String line, String report) {
    /** Copies the list, so that the value can't change. */
    Chosen {
      learned = List.copyOf(learned);
    }
  }

  /** Chooses, unless that was done before the run was killed, and learns. */
  void learn(RunFolder folder, Supplier<Chosen> choose) {
    Path learned = folder.file(SampledConversations.FILE);
    Path report = folder.file(REPORT);
    if (!Files.exists(report)) {
      Chosen chosen = choose.get();
      run.watcher().noted(record.stage() + ": " + chosen.line());
      SampledConversations.write(learned, chosen.learned());
      WholeFile.write(report, chosen.report());
    }
    Conversations own = Conversations.in(learned);
    Conversations data = beside.map(other -> Conversations.mixed(own, other)).orElse(own);
    try (SftReading reading =
        SftReading.of(record.stage(), run.model(), data, SampledConversations.PLAN)) {
      new SftTraining(run, record, settings)
          .on(
              reading,
              folder,
              beside -> {
                copy(learned, beside);
                copy(report, beside);
                TrainedPrompts.in(beside).with(record.stage(), asked).write(beside);
              });
    }
  }

  private static void copy(Path file, Path beside) {
    Path target = beside.resolve(FOLDER).resolve(file.getFileName());
    WholeFile.write(target, out -> Files.copy(file, out));
  }
}
