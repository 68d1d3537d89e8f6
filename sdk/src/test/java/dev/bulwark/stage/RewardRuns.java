package dev.bulwark.stage;

import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.Message;
import dev.bulwark.data.Preferences;
import dev.bulwark.data.Progress;
import dev.bulwark.data.Watcher;
import dev.bulwark.evaluate.reward.SafetyProbability;
import dev.bulwark.fixtures.Folders;
import dev.bulwark.stage.RewardModelSettings.Calibrating;
import dev.bulwark.stage.RewardModelSettings.Mix;
import dev.bulwark.stage.RewardModelSettings.Use;
import dev.bulwark.train.Optimisation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A chat model and pairs whose chosen answer is always the same, and reward models of them. */
final class RewardRuns {
  static final String LABELS = ",'chosen_safe':true,'rejected_safe':false}";
  static final String NO_LABELS = "}";

  final ModelFolder model;
  final List<Progress> progress = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  Path data;
  private final Path folder;

  RewardRuns(Path folder) {
    this.folder = folder;
    this.model = ModelFolder.open(Folders.copyIn(folder));
    this.data = pairs("pairs.jsonl", 200, LABELS, "How does item ");
  }

  RewardModel safety() {
    return RewardModel.safety(Preferences.in(data)).with(RewardRuns::settings);
  }

  static RewardModelSettings settings(RewardModelSettings defaults) {
    return defaults
        .optimisation(o -> new Optimisation(5e-3, 0.03, 0.1, 0.1, 1, 8, 2))
        .lora(Lora.rank(4))
        .use(
            use ->
                new Use(Mix.ALL, 0.25, 256, new Calibrating(SafetyProbability.Method.PLATT, 6, 8)))
        .precision(PrecisionChoice.FP32);
  }

  ModelFolder run(RewardModel stage, Path output) {
    Watcher watcher = new Heard(progress, notes);
    return stage.prepare(model).run(new StageRun(model, output, 1, watcher));
  }

  Path pairs(String file, int count, String labels, String question) {
    return Folders.lines(
        folder.resolve(file),
        IntStream.range(0, count)
            .mapToObj(i -> pair(question + i + " work?", labels))
            .toArray(String[]::new));
  }

  static String pair(String prompt, String labels) {
    return "{'prompt':'%s','chosen':'No.','rejected':'Yes!'%s"
        .formatted(prompt, labels)
        .replace('\'', '"');
  }

  static List<Message> said(String answer, String prompt) {
    return List.of(Message.user(prompt), Message.assistant(answer));
  }
}
