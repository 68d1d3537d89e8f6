package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Fingerprint;
import dev.bulwark.data.Preferences;
import dev.bulwark.data.StageRecord;
import dev.bulwark.model.DecoderShape;
import dev.bulwark.stage.RewardModelSettings.Mix;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Trains a reward model on pairs of answers (paper §3.2.2): one for safety, one for helpfulness,
 * each from the chat model as it stands.
 *
 * <p>The result is a folder in the sequence-classification layout with {@code calibration.json} and
 * {@code reward-report.json}, for {@link RewardScorer}. The chain of stages goes on from the chat
 * model: a reward model answers nobody.
 */
public final class RewardModel implements Stage {
  private final String name;
  private final Preferences data;
  private final Optional<Preferences> beside;
  private final RewardModelSettings settings;

  private RewardModel(
      String name, Preferences data, Optional<Preferences> beside, RewardModelSettings settings) {
    this.name = name;
    this.data = data;
    this.beside = beside;
    this.settings = settings;
  }

  /** A safety reward model; of data beside, nine pairs to one are learned from. */
  public static RewardModel safety(Preferences data) {
    return of("reward-model-safety", data, Mix.NINETY_TEN);
  }

  /** A helpfulness reward model; of data beside, as many pairs are learned from. */
  public static RewardModel helpfulness(Preferences data) {
    return of("reward-model-helpfulness", data, Mix.EQUAL);
  }

  private static RewardModel of(String name, Preferences data, Mix mix) {
    return new RewardModel(
        name, data, Optional.empty(), RewardModelSettings.defaults().use(use -> use.mix(mix)));
  }

  /** With data of the other kind, of which a part is learned from, too; none of it is held out. */
  public RewardModel beside(Preferences other) {
    return new RewardModel(name, data, Optional.of(other), settings);
  }

  /** With changed settings. */
  public RewardModel with(UnaryOperator<RewardModelSettings> change) {
    return new RewardModel(name, data, beside, change.apply(settings));
  }

  /**
   * With settings from a file, a pom or a job, laid over the present ones.
   *
   * @param where what to call the tree's place in an error
   * @throws BadInput for an unknown name or a value out of range
   */
  public RewardModel settings(JsonNode tree, String where) {
    return settings(new SettingsSection(tree, where, ""));
  }

  /**
   * With settings that somebody wrote, laid over the present ones: {@code
   * SettingsFile.in(path).section("reward-model")}.
   *
   * @throws BadInput for an unknown name or a value out of range
   */
  public RewardModel settings(SettingsSection given) {
    return new RewardModel(name, data, beside, Settings.overlay(settings, given));
  }

  /** The folder it writes under the folder for all results. */
  public Path folderIn(Path output) {
    return output.resolve(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Prepared prepare(ModelFolder model) {
    if (model.shape().output() == DecoderShape.Output.SCORE) {
      throw BadInput.in(
          model.path(),
          "The folder holds a reward model, but a reward model starts from a chat model",
          "Name the folder of the chat model");
    }
    RewardData read = RewardData.read(data, beside, settings, model);
    return run -> {
      new RewardTraining(run, record(run), settings, read).work();
      return run.model();
    };
  }

  private StageRecord record(StageRun run) {
    String files = data.fingerprint() + beside.map(Preferences::fingerprint).orElse("");
    return run.record(name, settings, Fingerprint.of(files));
  }
}
