package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Preferences;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.TrainedPrompts;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Direct preference optimisation (Rafailov et al., 2023): learns from pairs of answers which to
 * prefer, without a reward model. Not in the paper; a cheap alternative to its last steps.
 *
 * <p>The reference is the model as the stage found it; its log-probabilities are computed once,
 * before anything is learned. The result is a model folder; {@code preferences} in it holds a
 * {@link DpoReport}.
 */
public final class DPO implements Stage {
  private final Preferences data;
  private final DpoSettings settings;

  private DPO(Preferences data, DpoSettings settings) {
    this.data = data;
    this.settings = settings;
  }

  /** Optimisation on pairs of answers, with the default settings. */
  public static DPO on(Preferences data) {
    return new DPO(data, DpoSettings.defaults());
  }

  /** With changed settings. */
  public DPO with(UnaryOperator<DpoSettings> change) {
    return new DPO(data, change.apply(settings));
  }

  /**
   * With settings from a file, a pom or a job, laid over the present ones.
   *
   * @param where what to call the tree's place in an error
   * @throws BadInput for an unknown name or a value out of range
   */
  public DPO settings(JsonNode tree, String where) {
    return settings(new SettingsSection(tree, where, ""));
  }

  /**
   * With settings that somebody wrote, laid over the present ones: {@code
   * SettingsFile.in(path).section("dpo")}.
   *
   * @throws BadInput for an unknown name or a value out of range
   */
  public DPO settings(SettingsSection given) {
    return new DPO(data, Settings.overlay(settings, given));
  }

  @Override
  public String name() {
    return "dpo";
  }

  @Override
  public Prepared prepare(ModelFolder model) {
    DpoReading reading = DpoReading.of(name(), model, data, settings.use());
    return run -> {
      StageRecord record = run.record(name(), settings, data.fingerprint());
      List<String> files = List.of(TrainedPrompts.FILE, DpoTraining.FOLDER);
      new StageWork(run, record, settings.checkpoints(), files)
          .unlessDone(folder -> new DpoTraining(run, record, settings).on(reading, folder));
      return ModelFolder.open(run.output());
    };
  }
}
