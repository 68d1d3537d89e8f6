package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.StageRecord;
import dev.bulwark.data.TrainedPrompts;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.train.TokenObjective;
import dev.bulwark.train.TrainingLoop;
import java.nio.file.Files;
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
        return new Training(run, record(run), settings).on(reading);
      }
    };
  }

  private Conversations all() {
    Conversations safety = settings.data().of(data);
    return beside.map(other -> Conversations.mixed(safety, other)).orElse(safety);
  }

  private StageRecord record(StageRun run) {
    return new StageRecord(
        name(),
        Settings.tree(settings),
        all().fingerprint(),
        run.model().hash(),
        run.seed(),
        Versions.here());
  }

  /** One training run with its folder and its record. */
  private record Training(StageRun run, StageRecord record, SafetySftSettings settings) {

    ModelFolder on(SftReading reading) {
      try (RunFolder folder =
          RunFolder.open(run.output(), record, settings.checkpoints(), run.watcher())) {
        if (isUpToDate()) {
          run.watcher().noted(record.stage() + " is up to date: inputs and settings are unchanged");
        } else {
          run.watcher().noted(record.stage() + ": " + reading.report().line());
          train(folder, examples(reading), reading.prompts());
        }
        folder.finish();
      }
      return ModelFolder.open(run.output());
    }

    private boolean isUpToDate() {
      return StageRecord.in(run.output()).equals(Optional.of(record.json()))
          && ModelFolder.isAsSaved(run.output())
          && Files.exists(run.output().resolve(TrainedPrompts.FILE));
    }

    private Examples examples(SftReading reading) {
      return Examples.of(reading.examples(), reading.mixture(run.seed()), settings.validation());
    }

    private void train(RunFolder folder, Examples examples, TrainedPrompts prompts) {
      Compute compute =
          folder.compute(() -> settings.precision().decide(settings.device(), run.watcher()));
      try (Decoder decoder = run.model().decoder(compute, settings.lora().plan(), run.seed())) {
        StepReport report = new StepReport(record.stage(), run.watcher(), folder.metrics());
        TrainingLoop<Encoded> loop =
            TrainingLoop.of(decoder, new TokenObjective(), settings.optimisation())
                .validate(examples.validation(settings.validation(), steps(examples)))
                .checkpoints(folder);
        GuardedTraining.run(record.stage(), () -> loop.run(examples, report));
        run.model()
            .save(
                decoder,
                run.output(),
                record,
                beside -> {
                  folder.metrics().copyInto(beside);
                  TrainedPrompts.in(run.model().path()).with(prompts).write(beside);
                });
      }
    }

    private long steps(Examples examples) {
      return settings.optimisation().steps(examples.length());
    }
  }
}
