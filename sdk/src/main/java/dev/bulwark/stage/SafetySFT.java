package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.TrainedPrompts;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Safety supervised fine-tuning (paper §4.2.2): learns the answers of safe, helpful demonstrations.
 *
 * <p>The whole model or low-rank adapters; loss on the assistant's tokens only (§3.1). The result
 * is a model folder of the same kind, adapters merged, with {@code stage.json} and {@code
 * metrics.jsonl} in it.
 */
public final class SafetySFT implements Stage {
  private final Conversations data;
  private final Optional<Conversations> beside;
  private final SafetySftSettings settings;

  private SafetySFT(
      Conversations data, Optional<Conversations> beside, SafetySftSettings settings) {
    this.data = data;
    this.beside = beside;
    this.settings = settings;
  }

  /** Fine-tuning on safety demonstrations, with the default settings. */
  public static SafetySFT on(Conversations data) {
    return new SafetySFT(data, Optional.empty(), SafetySftSettings.defaults());
  }

  /**
   * With other conversations, such as helpful ones, that are learned from, too. The share of safety
   * data ({@link SftData#safetyShare}) and the settings' columns don't concern them.
   *
   * @throws IllegalArgumentException if only one of the two has a weight
   */
  public SafetySFT beside(Conversations other) {
    Conversations.mixed(data, other);
    return new SafetySFT(data, Optional.of(other), settings);
  }

  /** With changed settings. */
  public SafetySFT with(UnaryOperator<SafetySftSettings> change) {
    return new SafetySFT(data, beside, change.apply(settings));
  }

  /**
   * With settings from a file, a pom or a job, laid over the present ones.
   *
   * @param where what to call the tree's place in an error
   * @throws BadInput for an unknown name or a value out of range
   */
  public SafetySFT settings(JsonNode tree, String where) {
    return settings(new SettingsSection(tree, where, ""));
  }

  /**
   * With settings that somebody wrote, laid over the present ones: {@code
   * SettingsFile.in(path).section("safety-sft")}.
   *
   * @throws BadInput for an unknown name or a value out of range
   */
  public SafetySFT settings(SettingsSection given) {
    return new SafetySFT(data, beside, Settings.overlay(settings, given));
  }

  @Override
  public String name() {
    return "safety-sft";
  }

  @Override
  public Prepared prepare(ModelFolder model) {
    SftReading reading = SftReading.of(name(), model, all(), settings.data());
    return run -> {
      try (reading) {
        return work(run, reading);
      }
    };
  }

  private Conversations all() {
    Conversations safety = settings.data().of(data);
    return beside.map(other -> Conversations.mixed(safety, other)).orElse(safety);
  }

  private ModelFolder work(StageRun run, SftReading reading) {
    StageRecord record = run.record(name(), settings, all().fingerprint());
    new StageWork(run, record, settings.checkpoints(), List.of(TrainedPrompts.FILE))
        .unlessDone(
            folder -> new SftTraining(run, record, settings).on(reading, folder, beside -> {}));
    return ModelFolder.open(run.output());
  }
}
