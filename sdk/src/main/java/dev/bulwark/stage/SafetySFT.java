package dev.bulwark.stage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bulwark.checkpoint.ModelFolder;
import dev.bulwark.data.BadInput;
import dev.bulwark.data.Conversation;
import dev.bulwark.data.Conversations;
import dev.bulwark.data.DataReport;
import dev.bulwark.data.Fate;
import dev.bulwark.data.Spool;
import dev.bulwark.data.StageRecord;
import dev.bulwark.model.Compute;
import dev.bulwark.model.Decoder;
import dev.bulwark.text.ChatEncoder;
import dev.bulwark.text.Encoded;
import dev.bulwark.text.Example;
import dev.bulwark.text.Tokenizer;
import dev.bulwark.train.TokenObjective;
import dev.bulwark.train.TrainingLoop;
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
  private final SafetySftSettings settings;

  private SafetySFT(Conversations data, SafetySftSettings settings) {
    this.data = data;
    this.settings = settings;
  }

  /** Fine-tuning on conversations, with the default settings. */
  public static SafetySFT on(Conversations data) {
    return new SafetySFT(data, SafetySftSettings.defaults());
  }

  /** With changed settings. */
  public SafetySFT with(UnaryOperator<SafetySftSettings> change) {
    return new SafetySFT(data, change.apply(settings));
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
    return new SafetySFT(data, Settings.overlay(settings, given));
  }

  @Override
  public String name() {
    return "safety-sft";
  }

  @Override
  public Prepared prepare(ModelFolder model) {
    Spool<Example> examples = new Spool<>(Example.FORM);
    DataReport report = encode(model, examples);
    return run -> {
      try (examples) {
        return new Training(run, record(run), settings)
            .on(Examples.of(examples, data.mixture(report, run.seed()), settings.validation()));
      }
    };
  }

  private StageRecord record(StageRun run) {
    return new StageRecord(
        name(),
        Settings.tree(settings),
        data.fingerprint(),
        run.model().hash(),
        run.seed(),
        Versions.here());
  }

  private DataReport encode(ModelFolder model, Spool<Example> examples) {
    int window = model.shape().attention().window();
    try (Tokenizer tokenizer = model.tokenizer()) {
      ChatEncoder encoder = model.encoder(tokenizer);
      return data.sift(
          conversation -> {
            Encoded encoded = encoder.conversation(conversation.messages());
            check(model, conversation, encoded, window);
            examples.add(
                new Example(
                    encoded, conversation.category(), conversation.attack(), conversation.where()));
            return Fate.KEPT;
          });
    }
  }

  private static void check(
      ModelFolder model, Conversation conversation, Encoded encoded, int window) {
    if (encoded.length() > window) {
      throw new BadInput(
          "The conversation has %d tokens, but the model's window is %d"
              .formatted(encoded.length(), window),
          conversation.where(),
          "Shorten or remove it, or use a model with a larger window");
    }
    if (encoded.learnedCount() == 0) {
      throw BadInput.in(
          model.path(),
          "The chat template renders no answer: the conversation in %s has no token to learn"
              .formatted(conversation.where()),
          "Use the template that belongs to the model");
    }
  }

  /** One training run with its folder and its record. */
  private record Training(StageRun run, StageRecord record, SafetySftSettings settings) {

    ModelFolder on(Examples examples) {
      try (RunFolder folder =
          RunFolder.open(run.output(), record, settings.checkpoints(), run.watcher())) {
        if (StageRecord.in(run.output()).equals(Optional.of(record.json()))
            && ModelFolder.isAsSaved(run.output())) {
          run.watcher().noted(record.stage() + " is up to date: inputs and settings are unchanged");
        } else {
          train(folder, examples);
        }
        folder.finish();
      }
      return ModelFolder.open(run.output());
    }

    private void train(RunFolder folder, Examples examples) {
      Compute compute =
          folder.compute(() -> settings.precision().decide(settings.device(), run.watcher()));
      try (Decoder decoder = run.model().decoder(compute, settings.lora().plan(), run.seed())) {
        StepReport report = new StepReport(record.stage(), run.watcher(), folder.metrics());
        TrainingLoop<Encoded> loop =
            TrainingLoop.of(decoder, new TokenObjective(), settings.optimisation())
                .validate(examples.validation(settings.validation(), steps(examples)))
                .checkpoints(folder);
        GuardedTraining.run(record.stage(), () -> loop.run(examples, report));
        run.model().save(decoder, run.output(), record, folder.metrics().file());
      }
    }

    private long steps(Examples examples) {
      return settings.optimisation().steps(examples.length());
    }
  }
}
